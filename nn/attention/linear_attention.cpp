#include "nn/attention/linear_attention.h"

#include <algorithm>
#include <cmath>

#include "nn/attention/attention_kinds.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/rows.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
namespace {

// exp underflows far below; kept away from 0 so that every sum of weights is positive.
template <class T>
constexpr T kLowest = T{-20};

// y = elu(x) + 1
template <class T>
void map_phi(const T* x, std::ptrdiff_t n, T* y) {
  const Lanes<T> zero(T{0});
  const Lanes<T> lowest(kLowest<T>);
  for_groups<T>(static_cast<int>(n), [&](auto group) {
    const Lanes<T> v = group.load(x);
    const Lanes<T> below = xsimd::exp(xsimd::max(xsimd::min(v, zero), lowest));
    group.store(below + xsimd::max(v, zero), y);
  });
}

// d *= phi'(x), given y = phi(x): 1 above 0, and e^x = y below.
template <class T>
void map_phi_backward(const T* y, std::ptrdiff_t n, T* d) {
  for (std::ptrdiff_t i = 0; i < n; ++i) d[i] *= std::min(y[i], T{1});
}

}  // namespace

template <class T>
struct LinearAttention<T>::State {
  T* products;     // S of the first head.
  int head_width;  // d
  T* sums;         // z

  View<T> of_head(int head) const {
    return {products + at(head, head_width * head_width), head_width, head_width};
  }
};

template <class T>
typename LinearAttention<T>::State LinearAttention<T>::state(Buffer<T>& buffer) const {
  return {buffer.data(), head_width_, buffer.data() + at(width_, head_width_)};
}

template <class T>
void LinearAttention<T>::forward(const T* /*parameters*/, const Pairing<T>& pairing,
                                 const Projections<T>& in, AttentionScratch<T>& scratch,
                                 T* mixed) const {
  for (int s = 0; s < pairing.samples; ++s) {
    const std::ptrdiff_t query = at(pairing.queries[s], width_);
    const std::ptrdiff_t key = at(pairing.keys[s], width_);
    const int queries = pairing.queries[s + 1] - pairing.queries[s];
    const int keys = pairing.keys[s + 1] - pairing.keys[s];
    if (keys == 0) {
      std::fill_n(mixed + query, at(queries, width_), T{0});
      continue;
    }
    sum_keys(in.key + key, in.value + key, keys, scratch);
    mix(in.query + query, queries, scratch, mixed + query);
  }
}

// Leaves S and z in the state.
template <class T>
void LinearAttention<T>::sum_keys(const T* keys, const T* values, int count,
                                  AttentionScratch<T>& scratch) const {
  std::fill_n(scratch.state.resize(head_width_ + 1, width_), at(head_width_ + 1, width_), T{0});
  const State sum = state(scratch.state);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.features.resize(rows.count, width_);
    map_phi(keys + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      add_transposed_multiply<T>(of_head(phi, rows.count, h),
                                 of_head(values + first, rows.count, h), sum.of_head(h));
    }
    add_column_sums(View<const T>(phi, rows.count, width_), sum.sums);
  });
}

// mixed = phi(query) S / (phi(query) . z)
template <class T>
void LinearAttention<T>::mix(const T* queries, int count, AttentionScratch<T>& scratch,
                             T* mixed) const {
  const State sum = state(scratch.state);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.features.resize(rows.count, width_);
    map_phi(queries + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      const View<T> out = of_head(mixed + first, rows.count, h);
      multiply<T>(of_head(phi, rows.count, h), sum.of_head(h), out);
      for (int q = 0; q < rows.count; ++q) {
        const int column = h * head_width_;
        const T inverse = 1 / dot(phi + at(q, width_) + column, sum.sums + column, head_width_);
        for (int c = 0; c < head_width_; ++c) out.data[at(q, width_) + c] *= inverse;
      }
    }
  });
}

template <class T>
void LinearAttention<T>::backward(const T* /*parameters*/, const Pairing<T>& pairing,
                                  const Projections<T>& in, AttentionScratch<T>& scratch,
                                  const T* mixed, const T* d_mixed, const ProjectionGradients<T>& d,
                                  T* /*gradient*/) const {
  for (int s = 0; s < pairing.samples; ++s) {
    const std::ptrdiff_t query = at(pairing.queries[s], width_);
    const std::ptrdiff_t key = at(pairing.keys[s], width_);
    const int queries = pairing.queries[s + 1] - pairing.queries[s];
    const int keys = pairing.keys[s + 1] - pairing.keys[s];
    if (keys == 0) {
      std::fill_n(d.query + query, at(queries, width_), T{0});
      continue;
    }
    sum_keys(in.key + key, in.value + key, keys, scratch);
    queries_backward(in.query + query, mixed + query, d_mixed + query, queries, scratch,
                     d.query + query);
    keys_backward(in.key + key, in.value + key, keys, scratch, d.key + key, d.value + key);
  }
}

// mixed = numerator / denominator with numerator = phi(query) S and denominator = phi(query) . z.
// Overwrites d_queries and leaves the gradients of S and z in d_state.
template <class T>
void LinearAttention<T>::queries_backward(const T* queries, const T* mixed, const T* d_mixed,
                                          int count, AttentionScratch<T>& scratch,
                                          T* d_queries) const {
  const int d = head_width_;
  std::fill_n(scratch.d_state.resize(d + 1, width_), at(d + 1, width_), T{0});
  const State sum = state(scratch.state);
  const State d_sum = state(scratch.d_state);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.features.resize(rows.count, width_);
    T* d_numerator = scratch.d_scores.resize(rows.count, d);
    T* d_denominator = scratch.scores.resize(rows.count, 1);
    map_phi(queries + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      const int column = h * d;
      const T* z = sum.sums + column;
      for (int q = 0; q < rows.count; ++q) {
        const std::ptrdiff_t row = at(q, width_) + column;
        const T* d_out = d_mixed + first + row;
        const T inverse = 1 / dot(phi + row, z, d);
        d_denominator[q] = -inverse * dot(d_out, mixed + first + row, d);
        for (int c = 0; c < d; ++c) d_numerator[at(q, d) + c] = d_out[c] * inverse;
      }
      const View<const T> phi_head = of_head(phi, rows.count, h);
      const View<const T> d_num(d_numerator, rows.count, d);
      const View<const T> d_den(d_denominator, rows.count, 1);
      const View<T> d_query = of_head(d_queries + first, rows.count, h);
      multiply_transposed<T>(d_num, sum.of_head(h), d_query);
      add_multiply<T>(d_den, View<const T>(z, 1, d), d_query);
      add_transposed_multiply<T>(phi_head, d_num, d_sum.of_head(h));
      add_transposed_multiply<T>(d_den, phi_head, View<T>(d_sum.sums + column, 1, d));
    }
    map_phi_backward(phi, rows.elements(width_), d_queries + first);
  });
}

// S = phi(key)^T value, z = sum phi(key)
template <class T>
void LinearAttention<T>::keys_backward(const T* keys, const T* values, int count,
                                       AttentionScratch<T>& scratch, T* d_keys, T* d_values) const {
  const State d_sum = state(scratch.d_state);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.features.resize(rows.count, width_);
    map_phi(keys + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      multiply_transposed<T>(of_head(values + first, rows.count, h), d_sum.of_head(h),
                             of_head(d_keys + first, rows.count, h),
                             {.bias = d_sum.sums + h * head_width_});
      multiply<T>(of_head(phi, rows.count, h), d_sum.of_head(h),
                  of_head(d_values + first, rows.count, h));
    }
    map_phi_backward(phi, rows.elements(width_), d_keys + first);
  });
}

template <class T>
void LinearAttention<T>::weights(const T* /*parameters*/, const Pairing<T>& pairing,
                                 const Projections<T>& in, AttentionScratch<T>& scratch, int sample,
                                 T* weights) const {
  const int queries = pairing.queries[sample + 1] - pairing.queries[sample];
  const int keys = pairing.keys[sample + 1] - pairing.keys[sample];
  T* phi_query = scratch.features.resize(queries, width_);
  T* phi_key = scratch.keys.resize(keys, width_);
  map_phi(in.query + at(pairing.queries[sample], width_), at(queries, width_), phi_query);
  map_phi(in.key + at(pairing.keys[sample], width_), at(keys, width_), phi_key);
  for (int h = 0; h < heads_; ++h) {
    for (int q = 0; q < queries; ++q, weights += keys) {
      const std::ptrdiff_t column = at(h, head_width_);
      T sum = 0;
      for (int k = 0; k < keys; ++k) {
        weights[k] =
            dot(phi_query + at(q, width_) + column, phi_key + at(k, width_) + column, head_width_);
        sum += weights[k];
      }
      for (int k = 0; k < keys; ++k) weights[k] /= sum;
    }
  }
}

template class LinearAttention<float>;
template class LinearAttention<double>;

AttentionKind linear_attention() {
  return {.name = "linear",
          .summary =
              "phi(q) (phi(k)^T v), phi = elu + 1: cost linear in the tokens (Katharopoulos "
              "et al. 2020)",
          .make_float = make_kind<LinearAttention<float>, float>,
          .make_double = make_kind<LinearAttention<double>, double>};
}

}  // namespace saccade::nn
