// Initial values of weights.
#pragma once

#include "nn/layers/parameters.h"

namespace saccade::nn {

/// Fills a matrix with orthonormal rows or columns (whichever are fewer), times `gain`
/// (Saxe et al. 2014): the Q of a random Gaussian matrix, its signs fixed by R's diagonal.
template <class T>
void fill_orthogonal(T* parameters, const Slice& slice, Random& random, double gain);

template <class T>
void fill_constant(T* parameters, const Slice& slice, double value) {
  for (std::size_t i = 0; i < slice.size(); ++i)
    parameters[slice.offset + i] = static_cast<T>(value);
}

}  // namespace saccade::nn
