#include "nn/layers/embedding.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace saccade::nn {
namespace {

// The first feature of a type's rows in a batch that may be a part of a larger one.
template <class T>
const T* first_row(const EntityRows<T>& rows) {
  return rows.features + static_cast<std::ptrdiff_t>(rows.offsets[0]) * rows.width;
}

template <class T>
void fill_unit_vector(T* parameters, const Slice& slice, Random& random) {
  boost::random::normal_distribution<double> normal;
  double squares = 0;
  std::vector<double> draws(slice.size());
  for (double& draw : draws) {
    draw = normal(random);
    squares += draw * draw;
  }
  for (std::size_t i = 0; i < draws.size(); ++i) {
    parameters[slice.offset + i] = static_cast<T>(draws[i] / std::sqrt(squares));
  }
}

}  // namespace

template <class T>
void TokenOrder::assign(const EntitySets<T>& sets, std::size_t first, std::size_t last) {
  samples = sets.samples;
  type_begin.assign(1, 0);
  for (const EntityRows<T>& rows : sets.types) {
    type_begin.push_back(type_begin.back() + rows.offsets[samples] - rows.offsets[0]);
  }
  tokens = type_begin.back();
  offsets.assign(1, 0);
  by_type.clear();
  for (int s = 0; s < samples; ++s) {
    for (std::size_t t = first; t < last; ++t) {
      const std::int32_t* range = sets.types[t].offsets;
      for (std::int32_t row = range[s]; row < range[s + 1]; ++row) {
        by_type.push_back(type_begin[t] + row - range[0]);
      }
    }
    offsets.push_back(static_cast<std::int32_t>(by_type.size()));
  }
}

template <class T>
Embedding<T> Embedding<T>::create(ParameterLayout& layout, const std::string& prefix,
                                  const std::vector<TokenType>& inputs, int width) {
  Embedding embedding;
  for (const TokenType& input : inputs) {
    embedding.types.push_back(
        Linear<T>::create(layout, prefix + "entity." + input.name + ".embed", input.width, width));
  }
  return embedding;
}

template <class T>
void Embedding<T>::initialise(T* parameters, Random& random) const {
  for (const Linear<T>& linear : types) {
    linear.initialise(parameters, random, 1);
    fill_unit_vector(parameters, linear.bias, random);
  }
}

template <class T>
void Embedding<T>::forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                           T* x) const {
  for (std::size_t t = 0; t < types.size(); ++t) {
    const int begin = order.type_begin[t];
    types[t].forward(parameters, first_row(sets.types[t]), order.type_begin[t + 1] - begin,
                     x + static_cast<std::ptrdiff_t>(begin) * types[t].weight.cols);
  }
}

template <class T>
void Embedding<T>::backward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                            const T* d_x, T* gradient) const {
  for (std::size_t t = 0; t < types.size(); ++t) {
    const int begin = order.type_begin[t];
    types[t].backward(parameters, first_row(sets.types[t]),
                      d_x + static_cast<std::ptrdiff_t>(begin) * types[t].weight.cols,
                      order.type_begin[t + 1] - begin, nullptr, gradient);
  }
}

template void TokenOrder::assign(const EntitySets<float>&, std::size_t, std::size_t);
template void TokenOrder::assign(const EntitySets<double>&, std::size_t, std::size_t);
template struct Embedding<float>;
template struct Embedding<double>;

}  // namespace saccade::nn
