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
struct LinearAttention<T>::Sums {
  T* products;     // S [heads x d x d]
  int head_width;  // d
  T* z;            // [D]

  View<T> s(int head) const {
    return {products + at(head, head_width * head_width), head_width, head_width};
  }
};

template <class T>
typename LinearAttention<T>::Sums LinearAttention<T>::sums(Buffer<T>& buffer) const {
  return {buffer.data(), head_width_, buffer.data() + at(width_, head_width_)};
}

template <class T>
void LinearAttention<T>::forward(const AttentionInput<T>& in, T* mixed) const {
  const AttentionBatch<T>& batch = in.batch;
  for (int s = 0; s < batch.samples; ++s) {
    const std::ptrdiff_t query = at(batch.queries[s], width_);
    const std::ptrdiff_t key = at(batch.keys[s], width_);
    const int queries = batch.query_count(s);
    const int keys = batch.key_count(s);
    if (keys == 0) {
      std::fill_n(mixed + query, at(queries, width_), T{0});
      continue;
    }
    sum_keys(in.key + key, in.value + key, keys, in.scratch);
    mix(in.query + query, queries, in.scratch, mixed + query);
  }
}

// S = phi(key)^T value, z = sum_j phi(key_j)
template <class T>
void LinearAttention<T>::sum_keys(const T* keys, const T* values, int count,
                                  AttentionScratch<T>& scratch) const {
  std::fill_n(scratch.sums.resize(head_width_ + 1, width_), at(head_width_ + 1, width_), T{0});
  const Sums sum = sums(scratch.sums);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.phi.resize(rows.count, width_);  // [rows x D]
    map_phi(keys + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      add_matmul_tn<T>(of_head(phi, rows.count, h), of_head(values + first, rows.count, h),
                       sum.s(h));
    }
    add_column_sums(View<const T>(phi, rows.count, width_), sum.z);
  });
}

// mixed = phi(query) S / (phi(query) . z)
template <class T>
void LinearAttention<T>::mix(const T* queries, int count, AttentionScratch<T>& scratch,
                             T* mixed) const {
  const Sums sum = sums(scratch.sums);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.phi.resize(rows.count, width_);  // [rows x D]
    map_phi(queries + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      const View<T> out = of_head(mixed + first, rows.count, h);
      matmul<T>(of_head(phi, rows.count, h), sum.s(h), out);
      for (int q = 0; q < rows.count; ++q) {
        const int column = h * head_width_;
        const T inverse = 1 / dot(phi + at(q, width_) + column, sum.z + column, head_width_);
        for (int c = 0; c < head_width_; ++c) out.data[at(q, width_) + c] *= inverse;
      }
    }
  });
}

template <class T>
void LinearAttention<T>::backward(const AttentionInput<T>& in, const T* mixed, const T* d_mixed,
                                  const ProjectionGradients<T>& d, T* /*gradient*/) const {
  const AttentionBatch<T>& batch = in.batch;
  for (int s = 0; s < batch.samples; ++s) {
    const std::ptrdiff_t query = at(batch.queries[s], width_);
    const std::ptrdiff_t key = at(batch.keys[s], width_);
    const int queries = batch.query_count(s);
    const int keys = batch.key_count(s);
    if (keys == 0) {
      std::fill_n(d.query + query, at(queries, width_), T{0});
      continue;
    }
    sum_keys(in.key + key, in.value + key, keys, in.scratch);
    mix_backward(in.query + query, mixed + query, d_mixed + query, queries, in.scratch,
                 d.query + query);
    sum_keys_backward(in.key + key, in.value + key, keys, in.scratch, d.key + key, d.value + key);
  }
}

// mixed = numerator / denominator with numerator = phi(query) S and denominator = phi(query) . z.
// Overwrites d_queries and leaves the gradients of S and z in scratch.d_sums.
template <class T>
void LinearAttention<T>::mix_backward(const T* queries, const T* mixed, const T* d_mixed, int count,
                                      AttentionScratch<T>& scratch, T* d_queries) const {
  const int d = head_width_;
  std::fill_n(scratch.d_sums.resize(d + 1, width_), at(d + 1, width_), T{0});
  const Sums sum = sums(scratch.sums);
  const Sums d_sum = sums(scratch.d_sums);
  for_row_blocks(count, [&](Rows rows) {
    const int n = rows.count;
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.phi.resize(n, width_);                               // [n x D]
    const View<const T> d_num(scratch.d_numerator.resize(n, d), n, d);    // Of one head.
    const View<const T> d_den(scratch.d_denominator.resize(n, 1), n, 1);  // Of one head.
    map_phi(queries + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      const View<const T> phi_head = of_head<const T>(phi, n, h);  // [n x d]
      const View<T> d_phi = of_head(d_queries + first, n, h);      // [n x d]
      const T* z = sum.z + h * d;                                  // [d]
      quotient_backward(of_head(mixed + first, n, h), of_head(d_mixed + first, n, h), phi_head, z,
                        scratch);
      // numerator = phi S, denominator = phi . z
      matmul_nt<T>(d_num, sum.s(h), d_phi);
      add_matmul<T>(d_den, View<const T>(z, 1, d), d_phi);
      add_matmul_tn<T>(phi_head, d_num, d_sum.s(h));
      add_matmul_tn<T>(d_den, phi_head, View<T>(d_sum.z + h * d, 1, d));
    }
    // phi = phi(query)
    map_phi_backward(phi, rows.elements(width_), d_queries + first);
  });
}

// mixed = numerator / denominator, of one head: fills scratch.d_numerator = d_mixed / denominator
// and scratch.d_denominator = -d_mixed . mixed / denominator.
template <class T>
void LinearAttention<T>::quotient_backward(View<const T> mixed, View<const T> d_mixed,
                                           View<const T> phi, const T* z,
                                           AttentionScratch<T>& scratch) const {
  const int d = phi.cols;
  T* d_numerator = scratch.d_numerator.data();
  T* d_denominator = scratch.d_denominator.data();
  for (int q = 0; q < phi.rows; ++q) {
    const std::ptrdiff_t row = at(q, width_);
    const T* d_out = d_mixed.data + row;
    const T inverse = 1 / dot(phi.data + row, z, d);
    d_denominator[q] = -inverse * dot(d_out, mixed.data + row, d);
    for (int c = 0; c < d; ++c) d_numerator[at(q, d) + c] = d_out[c] * inverse;
  }
}

// S = phi(key)^T value, z = sum_j phi(key_j)
template <class T>
void LinearAttention<T>::sum_keys_backward(const T* keys, const T* values, int count,
                                           AttentionScratch<T>& scratch, T* d_keys,
                                           T* d_values) const {
  const Sums d_sum = sums(scratch.d_sums);
  for_row_blocks(count, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* phi = scratch.phi.resize(rows.count, width_);  // [rows x D]
    map_phi(keys + first, rows.elements(width_), phi);
    for (int h = 0; h < heads_; ++h) {
      // d_phi = value dS^T + dz, d_value = phi dS
      matmul_nt<T>(of_head(values + first, rows.count, h), d_sum.s(h),
                   of_head(d_keys + first, rows.count, h), {.bias = d_sum.z + h * head_width_});
      matmul<T>(of_head(phi, rows.count, h), d_sum.s(h), of_head(d_values + first, rows.count, h));
    }
    // phi = phi(key)
    map_phi_backward(phi, rows.elements(width_), d_keys + first);
  });
}

// weights_ij = phi(query_i) . phi(key_j) / sum_j' phi(query_i) . phi(key_j')
template <class T>
void LinearAttention<T>::weights(const AttentionInput<T>& in, int sample, T* weights) const {
  const int queries = in.batch.query_count(sample);
  const int keys = in.batch.key_count(sample);
  T* phi_query = in.scratch.phi.resize(queries, width_);  // [queries x D]
  T* phi_key = in.scratch.phi_keys.resize(keys, width_);  // [keys x D]
  map_phi(in.query + at(in.batch.queries[sample], width_), at(queries, width_), phi_query);
  map_phi(in.key + at(in.batch.keys[sample], width_), at(keys, width_), phi_key);
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
