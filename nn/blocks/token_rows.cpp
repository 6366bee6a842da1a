#include "nn/blocks/token_rows.h"

#include <algorithm>

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
namespace {

/// to = s from
template <class T>
void scale_row(T s, const T* from, int n, T* to) {
  const Lanes<T> scale(s);
  for_groups<T>(n, [&](auto group) { group.store(scale * group.load(from), to); });
}

}  // namespace

// row_keys = scale gain W_k, row_values = gain W_v
template <class T>
void TokenRows<T>::prepare(const T* parameters, EgoAttentionPass<T>& ego, Pass& /*pass*/) const {
  const int width = this->width();
  const T* gain = parameters + norm_.gain.offset;
  T* keys = ego.row_keys.resize(width, width);
  T* values = ego.row_values.resize(width, width);
  for (int k = 0; k < width; ++k) {
    const std::ptrdiff_t row = at(k, width);
    scale_row(scale_ * gain[k], parameters + key_.weight.offset + row, width, keys + row);
    scale_row(gain[k], parameters + value_.weight.offset + row, width, values + row);
  }
}

template <class T>
void TokenRows<T>::forward(const TokenView<T>& tokens, EgoAttentionPass<T>& ego, Pass& pass) const {
  normalise_rows(tokens.x, tokens.rows, tokens.tokens(), width(),
                 ego.rows.resize(tokens.tokens(), width()), pass.rstd.resize(tokens.tokens(), 1));
}

template <class T>
void TokenRows<T>::backward_sample(const TokenView<T>& tokens, const EgoMixtureSample<T>& of,
                                   int heads, const Gradients& d, Pass& pass) const {
  const int n = of.n;
  const std::ptrdiff_t first = at(of.begin, width());
  // One above the other, so that one product serves both terms.
  T* weights = pass.weights.resize(2 * heads, n);
  for (int h = 0; h < heads; ++h) {
    std::copy_n(of.a + at(h, of.stride), n, weights + at(h, n));
  }
  std::copy_n(of.d_scores, at(heads, n), weights + at(heads, n));
  T* vectors = pass.vectors.resize(2 * heads, width());
  std::copy_n(of.d_mixture, at(heads, width()), vectors);
  std::copy_n(of.row_query, at(heads, width()), vectors + at(heads, width()));
  // d_normalised_j = d_tokens_j + sum_h a_hj d_mixture_h + sum_h d_score_hj row_query_h
  T* d_normalised = pass.d_rows.resize(n, width());  // [n x D]
  spread_rows(weights, n, vectors, 2 * heads, n, width(),
              d.d_normalised == nullptr ? nullptr : d.d_normalised + first, d_normalised);
  // normalised = (x - mean) rstd
  const bool in_order = tokens.rows == nullptr;
  normalise_rows_backward(of.rows, pass.rstd.data() + of.begin, d_normalised, n, width(),
                          in_order ? d.d_x + first : d.d_x,
                          in_order ? nullptr : tokens.rows + of.begin);
}

// row_keys = scale gain W_k, row_values = gain W_v
template <class T>
void TokenRows<T>::backward(const T* parameters, const TokenView<T>& /*tokens*/,
                            EgoAttentionPass<T>& ego, Pass& /*pass*/, T* gradient) const {
  const int width = this->width();
  const T* gain = parameters + norm_.gain.offset;
  T* d_gain = gradient + norm_.gain.offset;
  for (int k = 0; k < width; ++k) {
    const std::ptrdiff_t row = at(k, width);
    const T* d_key = ego.d_row_keys.data() + row;
    const T* d_value = ego.d_row_values.data() + row;
    d_gain[k] += scale_ * dot(parameters + key_.weight.offset + row, d_key, width) +
                 dot(parameters + value_.weight.offset + row, d_value, width);
    add_scaled(scale_ * gain[k], d_key, width, gradient + key_.weight.offset + row);
    add_scaled(gain[k], d_value, width, gradient + value_.weight.offset + row);
  }
}

template class TokenRows<float>;
template class TokenRows<double>;

}  // namespace saccade::nn
