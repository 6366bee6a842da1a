#include "nn/self_attention.h"

#include <algorithm>
#include <cmath>

#include "nn/product.h"
#include "nn/row_ops.h"
#include "nn/set_kernels.h"

namespace saccade::nn {

template <class T>
void SelfAttention<T>::forward(const T* parameters, const TokenView<T>& tokens,
                               SelfAttentionPass<T>& pass) const {
  const int n = tokens.tokens();
  T* normed = pass.normed.resize(n, width_);
  layers_.norm.forward(parameters, tokens.x, n, pass.norm, normed);
  layers_.query.forward(parameters, normed, n, pass.query.resize(n, width_));
  layers_.key.forward(parameters, normed, n, pass.key.resize(n, width_));
  layers_.value.forward(parameters, normed, n, pass.value.resize(n, width_));
  attend(tokens, pass);

  T* attended = pass.attended.resize(n, width_);
  layers_.output.forward(parameters, pass.mixed.data(), n, attended);
  add_scaled(T{1}, tokens.x, n * width_, attended);

  T* mlp_in = pass.mlp_in.resize(n, width_);
  T* out = pass.out.resize(n, width_);
  layers_.mlp_norm.forward(parameters, attended, n, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, n, pass.mlp, out);
  add_scaled(T{1}, attended, n * width_, out);
}

template <class T>
void SelfAttention<T>::backward(const T* parameters, const TokenView<T>& tokens,
                                SelfAttentionPass<T>& pass, const T* d_out, T* d_x,
                                T* gradient) const {
  const int n = tokens.tokens();
  T* d_attended = pass.d_attended.resize(n, width_);
  // out = attended + mlp(norm(attended))
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d_out, n, d_attended, gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_attended, n, d_attended, gradient);
  add_scaled(T{1}, d_out, n * width_, d_attended);

  // attended = x + output(mixed)
  layers_.output.backward(parameters, pass.mixed.data(), d_attended, n,
                          pass.d_mixed.resize(n, width_), gradient);
  attend_backward(tokens, pass);

  // query, key, value = projections of normed
  const T* normed = pass.normed.data();
  T* d_normed = pass.d_normed.resize(n, width_);
  T* part = pass.d_mixed.data();
  layers_.query.backward(parameters, normed, pass.d_query.data(), n, d_normed, gradient);
  layers_.key.backward(parameters, normed, pass.d_key.data(), n, part, gradient);
  add_scaled(T{1}, part, n * width_, d_normed);
  layers_.value.backward(parameters, normed, pass.d_value.data(), n, part, gradient);
  add_scaled(T{1}, part, n * width_, d_normed);

  layers_.norm.backward(parameters, pass.norm, d_normed, n, d_x, gradient);
  add_scaled(T{1}, d_attended, n * width_, d_x);
}

// One head of one set: softmax(q k^T / sqrt(d_k)), [n x n].
template <class T>
T* SelfAttention<T>::weigh(SelfAttentionPass<T>& pass, int begin, int n, int head) const {
  const int head_width = width_ / heads_;
  const std::ptrdiff_t first = at(begin, width_) + head * head_width;
  T* scores = pass.scores.resize(n, n);
  multiply_transposed(View<const T>(pass.query.data() + first, n, head_width, width_),
                      View<const T>(pass.key.data() + first, n, head_width, width_),
                      View<T>(scores, n, n));
  const T scale = T{1} / std::sqrt(static_cast<T>(head_width));
  for (int i = 0; i < n * n; ++i) scores[i] *= scale;
  for (int i = 0; i < n; ++i) softmax_row(scores + at(i, n), n);
  return scores;
}

template <class T>
void SelfAttention<T>::attend(const TokenView<T>& tokens, SelfAttentionPass<T>& pass) const {
  const int head_width = width_ / heads_;
  const int all = tokens.tokens();
  T* mixed = pass.mixed.resize(all, width_);
  T* weights = pass.weights.resize(heads_, all);
  for (int s = 0; s < tokens.samples; ++s) {
    const int begin = tokens.offsets[s];
    const int n = tokens.offsets[s + 1] - begin;
    for (int h = 0; h < heads_; ++h) {
      const T* p = weigh(pass, begin, n, h);
      const std::ptrdiff_t first = at(begin, width_) + h * head_width;
      multiply(View<const T>(p, n, n),
               View<const T>(pass.value.data() + first, n, head_width, width_),
               View<T>(mixed + first, n, head_width, width_));
      std::copy_n(p, n, weights + at(h, all) + begin);
    }
  }
}

template <class T>
void SelfAttention<T>::attend_backward(const TokenView<T>& tokens,
                                       SelfAttentionPass<T>& pass) const {
  const int head_width = width_ / heads_;
  const int all = tokens.tokens();
  const T scale = T{1} / std::sqrt(static_cast<T>(head_width));
  T* d_query = pass.d_query.resize(all, width_);
  T* d_key = pass.d_key.resize(all, width_);
  T* d_value = pass.d_value.resize(all, width_);
  std::fill_n(d_key, pass.d_key.size(), T{0});
  std::fill_n(d_value, pass.d_value.size(), T{0});
  for (int s = 0; s < tokens.samples; ++s) {
    const int begin = tokens.offsets[s];
    const int n = tokens.offsets[s + 1] - begin;
    for (int h = 0; h < heads_; ++h) {
      const T* p = weigh(pass, begin, n, h);
      const std::ptrdiff_t first = at(begin, width_) + h * head_width;
      const auto block = [&](const T* data) {
        return View<const T>(data + first, n, head_width, width_);
      };
      const auto d_block = [&](T* data) { return View<T>(data + first, n, head_width, width_); };
      T* d_scores = pass.d_scores.resize(n, n);
      // mixed = p value
      multiply_transposed(block(pass.d_mixed.data()), block(pass.value.data()),
                          View<T>(d_scores, n, n));
      add_transposed_multiply(View<const T>(p, n, n), block(pass.d_mixed.data()), d_block(d_value));
      // p = softmax(scale query key^T)
      for (int i = 0; i < n; ++i) softmax_row_backward(p + at(i, n), n, d_scores + at(i, n));
      for (int i = 0; i < n * n; ++i) d_scores[i] *= scale;
      multiply(View<const T>(d_scores, n, n), block(pass.key.data()), d_block(d_query));
      add_transposed_multiply(View<const T>(d_scores, n, n), block(pass.query.data()),
                              d_block(d_key));
    }
  }
}

template class SelfAttention<float>;
template class SelfAttention<double>;

}  // namespace saccade::nn
