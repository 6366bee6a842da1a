#include "nn/layers/layer_norm.h"

#include <algorithm>

#include "nn/kernels/row_ops.h"
#include "nn/layers/initialise.h"

namespace saccade::nn {
namespace {

/// Rows that are treated one step after the other while they are in the fastest cache.
constexpr int kBlock = 32;

}  // namespace

template <class T>
LayerNorm<T> LayerNorm<T>::create(ParameterLayout& layout, const std::string& name, int width) {
  return {layout.add(name + ".gain", 1, width), layout.add(name + ".bias", 1, width)};
}

template <class T>
void LayerNorm<T>::initialise(T* parameters) const {
  fill_constant(parameters, gain, 1);
  fill_constant(parameters, bias, 0);
}

template <class T>
void LayerNorm<T>::forward(const T* parameters, const T* x, Rows rows, LayerNormPass<T>& pass,
                           T* y) const {
  const int width = gain.cols;
  T* normalised = pass.normalised.resize(rows.all, width) + rows.offset(width);
  T* rstd = pass.rstd.resize(rows.all, 1) + rows.first;
  for (int row = 0; row < rows.count; row += kBlock) {
    const int count = std::min(kBlock, rows.count - row);
    const std::ptrdiff_t first = std::ptrdiff_t{row} * width;
    normalise_rows(x + first, nullptr, count, width, normalised + first, rstd + row);
    scale_rows(parameters, count, normalised + first, y + first);
  }
}

// y = gain normalised + bias
template <class T>
void LayerNorm<T>::scale_rows(const T* parameters, int rows, const T* normalised, T* y) const {
  const std::ptrdiff_t width = gain.cols;
  for_groups<T>(gain.cols, [&](auto group) {
    const Lanes<T> g = group.load(parameters + gain.offset);
    const Lanes<T> b = group.load(parameters + bias.offset);
    for (int row = 0; row < rows; ++row) {
      group.store(multiply_add(g, group.load(normalised + row * width), b), y + row * width);
    }
  });
}

template <class T>
void LayerNorm<T>::backward(const T* parameters, const LayerNormPass<T>& pass, const T* d_y,
                            Rows rows, T* d_x, T* gradient, const T* d_normalised) const {
  const int width = gain.cols;
  const T* normalised = pass.normalised.data() + rows.offset(width);
  const T* rstd = pass.rstd.data() + rows.first;
  for (int row = 0; row < rows.count; row += kBlock) {
    const int count = std::min(kBlock, rows.count - row);
    const std::ptrdiff_t first = std::ptrdiff_t{row} * width;
    scale_rows_backward(parameters, normalised + first, d_y + first,
                        d_normalised == nullptr ? nullptr : d_normalised + first, count,
                        d_x + first, gradient);
    // normalised = (x - mean) rstd
    normalise_rows_backward(normalised + first, rstd + row, d_x + first, count, width, d_x + first);
  }
}

// y = gain normalised + bias: leaves in d_x the gradient with respect to the normalised rows.
template <class T>
void LayerNorm<T>::scale_rows_backward(const T* parameters, const T* normalised, const T* d_y,
                                       const T* d_normalised, int rows, T* d_x, T* gradient) const {
  const std::ptrdiff_t width = gain.cols;
  T* d_gain = gradient + gain.offset;
  T* d_bias = gradient + bias.offset;
  for_groups<T>(gain.cols, [&](auto group) {
    // y = gain normalised + bias
    const Lanes<T> g = group.load(parameters + gain.offset);
    Lanes<T> gain_sum(T{0});
    Lanes<T> bias_sum(T{0});
    for (std::ptrdiff_t row = 0; row < rows; ++row) {
      const Lanes<T> d = group.load(d_y + row * width);
      gain_sum = multiply_add(d, group.load(normalised + row * width), gain_sum);
      bias_sum += d;
      const Lanes<T> direct =
          d_normalised == nullptr ? Lanes<T>(T{0}) : group.load(d_normalised + row * width);
      group.store(multiply_add(d, g, direct), d_x + row * width);
    }
    group.store(group.load(d_gain) + gain_sum, d_gain);
    group.store(group.load(d_bias) + bias_sum, d_bias);
  });
}

template struct LayerNorm<float>;
template struct LayerNorm<double>;

}  // namespace saccade::nn
