#include "nn/linear_attention.h"

#include <algorithm>
#include <cmath>

#include "nn/row_ops.h"
#include "nn/set_kernels.h"

namespace saccade::nn {
namespace {

// exp underflows far below; kept away from 0 so that every sum of weights is positive.
template <class T>
constexpr T kLowest = T{-20};

// y = elu(x) + 1
template <class T>
void map_phi(const T* x, std::ptrdiff_t n, T* y) {
  for_lanes<T>(
      static_cast<int>(n),
      [&](int i) {
        const auto v = Lanes<T>::load_unaligned(x + i);
        const auto below =
            xsimd::exp(xsimd::max(xsimd::min(v, Lanes<T>(T{0})), Lanes<T>(kLowest<T>)));
        (below + xsimd::max(v, Lanes<T>(T{0}))).store_unaligned(y + i);
      },
      [&](int i) { y[i] = std::exp(std::clamp(x[i], kLowest<T>, T{0})) + std::max(x[i], T{0}); });
}

// d *= phi'(x), given y = phi(x): 1 above 0, and e^x = y below.
template <class T>
void map_phi_backward(const T* y, std::ptrdiff_t n, T* d) {
  for (std::ptrdiff_t i = 0; i < n; ++i) d[i] *= std::min(y[i], T{1});
}

}  // namespace

template <class T>
struct LinearAttention<T>::Head {
  int query = 0;  // First row of the queries, and how many.
  int queries = 0;
  int key = 0;
  int keys = 0;
  int column = 0;      // First of the head.
  const T* phi_query;  // [queries x d], rows `width` apart.
  const T* phi_key;
  T* sum;  // S [d x d] and then z [d].
};

template <class T>
typename LinearAttention<T>::Head LinearAttention<T>::head(const Pairing<T>& pairing,
                                                           const AttentionScratch<T>& scratch,
                                                           int sample, int head) const {
  Head h;
  h.query = pairing.queries[sample];
  h.queries = pairing.queries[sample + 1] - h.query;
  h.key = pairing.keys[sample];
  h.keys = pairing.keys[sample + 1] - h.key;
  h.column = head * head_width_;
  h.phi_query = scratch.scores.data() + at(h.query, width_) + h.column;
  h.phi_key = scratch.keys.data() + at(h.key, width_) + h.column;
  return h;
}

template <class T>
void LinearAttention<T>::map_features(const Pairing<T>& pairing, const Projections<T>& in,
                                      AttentionScratch<T>& scratch) const {
  const int queries = pairing.query_count();
  const int keys = pairing.key_count();
  map_phi(in.query, at(queries, width_), scratch.scores.resize(queries, width_));
  map_phi(in.key, at(keys, width_), scratch.keys.resize(keys, width_));
  scratch.state.resize(head_width_ + 1, head_width_);
  scratch.d_state.resize(head_width_ + 1, head_width_);
}

// state = S [d x d], z [d]
template <class T>
void LinearAttention<T>::sum_keys(const Head& h, const T* values,
                                  AttentionScratch<T>& scratch) const {
  T* state = scratch.state.data();
  std::fill_n(state, scratch.state.size(), T{0});
  const View<const T> phi_key(h.phi_key, h.keys, head_width_, width_);
  add_transposed_multiply(
      phi_key, View<const T>(values + at(h.key, width_) + h.column, h.keys, head_width_, width_),
      View<T>(state, head_width_, head_width_));
  add_column_sums(phi_key, state + at(head_width_, head_width_));
}

template <class T>
void LinearAttention<T>::forward(const T* /*parameters*/, const Pairing<T>& pairing,
                                 const Projections<T>& in, AttentionScratch<T>& scratch,
                                 T* mixed) const {
  const int d = head_width_;
  map_features(pairing, in, scratch);
  std::fill_n(mixed, at(pairing.query_count(), width_), T{0});
  const T* sum = scratch.state.data();
  for (int s = 0; s < pairing.samples; ++s) {
    for (int i = 0; i < heads_; ++i) {
      const Head h = head(pairing, scratch, s, i);
      if (h.keys == 0) continue;
      sum_keys(h, in.value, scratch);
      T* out = mixed + at(h.query, width_) + h.column;
      multiply(View<const T>(h.phi_query, h.queries, d, width_), View<const T>(sum, d, d),
               View<T>(out, h.queries, d, width_));
      for (int q = 0; q < h.queries; ++q, out += width_) {
        const T inverse = 1 / dot(h.phi_query + at(q, width_), sum + at(d, d), d);
        for (int c = 0; c < d; ++c) out[c] *= inverse;
      }
    }
  }
}

template <class T>
void LinearAttention<T>::backward(const T* /*parameters*/, const Pairing<T>& pairing,
                                  const Projections<T>& in, AttentionScratch<T>& scratch,
                                  const T* mixed, const T* d_mixed, const ProjectionGradients<T>& d,
                                  T* /*gradient*/) const {
  const int width = head_width_;
  map_features(pairing, in, scratch);
  std::fill_n(d.query, at(pairing.query_count(), width_), T{0});
  const T* sum = scratch.state.data();
  const T* z = sum + at(width, width);
  T* d_sum = scratch.d_state.data();
  T* d_z = d_sum + at(width, width);
  for (int s = 0; s < pairing.samples; ++s) {
    for (int i = 0; i < heads_; ++i) {
      const Head h = head(pairing, scratch, s, i);
      if (h.keys == 0) continue;
      sum_keys(h, in.value, scratch);
      std::fill_n(d_sum, scratch.d_state.size(), T{0});
      const std::ptrdiff_t query = at(h.query, width_) + h.column;
      const std::ptrdiff_t key = at(h.key, width_) + h.column;
      // mixed = numerator / denominator, denominator = phi(query) . z
      T* d_numerator = scratch.d_scores.resize(h.queries, width);
      T* d_denominator = scratch.dropped.resize(h.queries, 1);
      for (int q = 0; q < h.queries; ++q) {
        const T* d_out = d_mixed + query + at(q, width_);
        const T inverse = 1 / dot(h.phi_query + at(q, width_), z, width);
        d_denominator[q] = -inverse * dot(d_out, mixed + query + at(q, width_), width);
        for (int c = 0; c < width; ++c) d_numerator[at(q, width) + c] = d_out[c] * inverse;
        add_scaled(d_denominator[q], h.phi_query + at(q, width_), width, d_z);
      }
      // numerator = phi(query) S
      const View<const T> d_num(d_numerator, h.queries, width);
      multiply_transposed(d_num, View<const T>(sum, width, width),
                          View<T>(d.query + query, h.queries, width, width_));
      add_transposed_multiply(View<const T>(h.phi_query, h.queries, width, width_), d_num,
                              View<T>(d_sum, width, width));
      for (int q = 0; q < h.queries; ++q) {
        add_scaled(d_denominator[q], z, width, d.query + query + at(q, width_));
      }
      // S = phi(key)^T value, z = sum phi(key)
      multiply_transposed(View<const T>(in.value + key, h.keys, width, width_),
                          View<const T>(d_sum, width, width),
                          View<T>(d.key + key, h.keys, width, width_));
      for (int k = 0; k < h.keys; ++k) add_scaled(T{1}, d_z, width, d.key + key + at(k, width_));
      multiply(View<const T>(h.phi_key, h.keys, width, width_), View<const T>(d_sum, width, width),
               View<T>(d.value + key, h.keys, width, width_));
    }
  }
  map_phi_backward(scratch.scores.data(), at(pairing.query_count(), width_), d.query);
  map_phi_backward(scratch.keys.data(), at(pairing.key_count(), width_), d.key);
}

template <class T>
void LinearAttention<T>::weights(const T* /*parameters*/, const Pairing<T>& pairing,
                                 const Projections<T>& in, AttentionScratch<T>& scratch, int sample,
                                 T* weights) const {
  map_features(pairing, in, scratch);
  for (int i = 0; i < heads_; ++i) {
    const Head h = head(pairing, scratch, sample, i);
    for (int q = 0; q < h.queries; ++q, weights += h.keys) {
      T sum = 0;
      for (int k = 0; k < h.keys; ++k) {
        weights[k] = dot(h.phi_query + at(q, width_), h.phi_key + at(k, width_), head_width_);
        sum += weights[k];
      }
      for (int k = 0; k < h.keys; ++k) weights[k] /= sum;
    }
  }
}

template class LinearAttention<float>;
template class LinearAttention<double>;

}  // namespace saccade::nn
