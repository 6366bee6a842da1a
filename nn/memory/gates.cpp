#include "nn/memory/gates.h"

#include <algorithm>
#include <vector>

#include "nn/kernels/set_kernels.h"
#include "nn/kernels/transpose.h"
#include "nn/layers/initialise.h"

namespace saccade::nn {

template <class T>
void fill_orthogonal_gates(T* parameters, const Slice& weight, Random& random) {
  const int width = weight.rows;
  const Slice square{0, width, width};
  std::vector<T> gate(square.size());
  for (int first = 0; first < weight.cols; first += width) {
    fill_orthogonal(gate.data(), square, random, 1);
    for (int row = 0; row < width; ++row) {
      std::copy_n(gate.data() + at(row, width), width,
                  parameters + weight.offset + at(row, weight.cols) + first);
    }
  }
}

template <class T>
void TransposedWeight<T>::assign(const T* parameters, const Slice& weight) {
  rows_ = weight.cols;
  cols_ = weight.rows;
  stride_ = whole_lanes<T>(cols_);
  transpose_padded(parameters + weight.offset, weight.cols, weight.rows, weight.cols,
                   numbers_.resize(rows_, stride_), stride_);
}

template class TransposedWeight<float>;
template class TransposedWeight<double>;
template void fill_orthogonal_gates(float*, const Slice&, Random&);
template void fill_orthogonal_gates(double*, const Slice&, Random&);

}  // namespace saccade::nn
