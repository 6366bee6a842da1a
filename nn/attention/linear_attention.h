// Linear attention (Katharopoulos et al. 2020, equations 4 to 6):
//
//   out_i = phi(q_i) S / (phi(q_i) . z),   S = sum_j phi(k_j)^T v_j,   z = sum_j phi(k_j)
//   phi(x) = elu(x) + 1
//
// that is attention with weights phi(q_i) . phi(k_j) / sum_j' phi(q_i) . phi(k_j'), none of which
// is ever formed: the cost is linear in the tokens, forward and backward.
#pragma once

#include "nn/attention/attention.h"
#include "nn/kernels/product.h"

namespace saccade::nn {

template <class T>
class LinearAttention final : public Attention<T> {
 public:
  LinearAttention(const AttentionConfig& /*config*/, const AttentionPlace& place,
                  ParameterLayout& /*layout*/)
      : width_(place.width), heads_(place.heads), head_width_(place.head_width()) {}

  void initialise(T* /*parameters*/, Random& /*random*/) const override {}
  void forward(const AttentionInput<T>& in, T* mixed) const override;
  void backward(const AttentionInput<T>& in, const T* mixed, const T* d_mixed,
                const ProjectionGradients<T>& d, T* gradient) const override;
  void weights(const AttentionInput<T>& in, int sample, T* weights) const override;

 private:
  // One head's columns of some rows of an array.
  template <class U>
  View<U> of_head(U* rows, int count, int head) const {
    return View<U>(rows, count, width_).columns(head * head_width_, head_width_);
  }
  // S [heads x d x d] and z [D].
  struct Sums;
  Sums sums(Buffer<T>& buffer) const;

  void sum_keys(const T* keys, const T* values, int count, AttentionScratch<T>& scratch) const;
  void mix(const T* queries, int count, AttentionScratch<T>& scratch, T* mixed) const;
  void mix_backward(const T* queries, const T* mixed, const T* d_mixed, int count,
                    AttentionScratch<T>& scratch, T* d_queries) const;
  void quotient_backward(View<const T> mixed, View<const T> d_mixed, View<const T> phi, const T* z,
                         AttentionScratch<T>& scratch) const;
  void sum_keys_backward(const T* keys, const T* values, int count, AttentionScratch<T>& scratch,
                         T* d_keys, T* d_values) const;

  int width_;
  int heads_;
  int head_width_;
};

}  // namespace saccade::nn
