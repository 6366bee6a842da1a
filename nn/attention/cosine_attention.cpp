// Cosine attention with a learned temperature: QKNorm (Henry et al. 2020).
#include <algorithm>
#include <array>
#include <cmath>

#include "nn/attention/attention_kinds.h"
#include "nn/attention/attention_scores.h"
#include "nn/attention/dense_attention_inl.h"

namespace saccade::nn {
namespace {

/// scores_ij = g q_i . k_j / (|q_i| |k_j|), with a g for each head.  Scores stay within [-g, g],
/// however large queries and keys grow.
template <class T>
class CosineScores {
 public:
  CosineScores(const AttentionConfig& /*config*/, const AttentionPlace& place,
               ParameterLayout& layout)
      : g_(layout.add(place.name + ".temperature", 1, place.heads)) {}

  /// As in the paper, log2(n^2 - n) for sets of n tokens; n = 16 here.
  void initialise(T* parameters, Random& /*random*/) const {
    std::fill_n(parameters + g_.offset, g_.cols, static_cast<T>(std::log2(16.0 * 16.0 - 16.0)));
  }
  T key_scale() const { return 1; }

  void forward(const T* parameters, const ScoreBlock<T>& block, T* scores) const {
    const int n = block.key.rows;
    const T g = parameters[g_.offset + block.head];
    const PerQuery inverse_q = inverse_norms(block.query);
    for_groups<T>(n, [&](auto group) {
      const Lanes<T> g_over_key = Lanes<T>(g) * inverse_key_norms(block, group);
      for (int i = 0; i < block.query.rows; ++i) {
        group.store(dot(block, i, group) * (g_over_key * Lanes<T>(inverse_q[index(i)])),
                    scores + at(i, n));
      }
    });
  }

  // scores_ij = g u_i . w_j = g cos_ij, with u = q / |q| and w = k / |k|: du/dq = (1 - u u^T) /
  // |q|, and likewise for k, so that for d_ij = dL/dscores_ij
  //   dq_i = g / |q_i| (sum_j d_ij w_j - u_i sum_j d_ij cos_ij)
  //   dk_j = g / |k_j| (sum_i d_ij u_i - w_j sum_i d_ij cos_ij)
  //   dg   = sum_ij d_ij cos_ij
  void backward(const T* parameters, const ScoreBlock<T>& block, const T* d_scores,
                const View<T>& d_query, T* d_key_columns, T* gradient) const {
    const int n = block.key.rows;
    const T g = parameters[g_.offset + block.head];
    const PerQuery inverse_q = inverse_norms(block.query);
    PerQuery query_sums{};  // [rows] sum_j d_ij cos_ij
    for (int i = 0; i < d_query.rows; ++i) {
      std::fill_n(d_query.data + at(i, d_query.stride), d_query.cols, T{0});
    }
    for_groups<T>(n, [&](auto group) {
      const Lanes<T> inverse_k = inverse_key_norms(block, group);
      Lanes<T> key_sum(T{0});  // sum_i d_ij cos_ij
      for (int i = 0; i < block.query.rows; ++i) {
        const T inverse_q_i = inverse_q[index(i)];
        const Lanes<T> d = group.load(d_scores + at(i, n));  // 0 beyond the end.
        const Lanes<T> d_cos = d * dot(block, i, group) * (inverse_k * Lanes<T>(inverse_q_i));
        key_sum += d_cos;
        query_sums[index(i)] += sum_lanes(d_cos);
        add_dot_backward(block, i, group, d * inverse_k * Lanes<T>(g * inverse_q_i), d_query,
                         d_key_columns);
      }
      for (int c = 0; c < block.key.cols; ++c) {
        T* to = d_key_columns + at(c, n);
        const Lanes<T> w = column(block, c, group) * inverse_k;
        group.store(group.load(to) - Lanes<T>(g) * inverse_k * w * key_sum, to);
      }
    });
    for (int i = 0; i < block.query.rows; ++i) {
      add_query_norm_backward(block, i, inverse_q[index(i)], g, query_sums[index(i)], d_query);
      gradient[g_.offset + block.head] += query_sums[index(i)];
    }
  }

 private:
  using PerQuery = std::array<T, detail::kMostRows>;    // [rows], one number of each query.
  static constexpr T kSmallest = static_cast<T>(1e-6);  // Keeps the square of a norm above 0.

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  // 1 / |q_i|
  static PerQuery inverse_norms(const View<const T>& rows) {
    PerQuery norms{};
    for (int i = 0; i < rows.rows; ++i) {
      T square = kSmallest;
      for (int c = 0; c < rows.cols; ++c) {
        const T x = rows.data[at(i, rows.stride) + c];
        square += x * x;
      }
      norms[index(i)] = 1 / std::sqrt(square);
    }
    return norms;
  }

  // Component c of a group of keys.
  template <class Group>
  static Lanes<T> column(const ScoreBlock<T>& block, int c, const Group& group) {
    return group.load(block.key_columns.data + at(c, block.key_columns.stride));
  }

  // 1 / |k_j|
  template <class Group>
  static Lanes<T> inverse_key_norms(const ScoreBlock<T>& block, const Group& group) {
    Lanes<T> square(kSmallest);
    for (int c = 0; c < block.key.cols; ++c) {
      const Lanes<T> k = column(block, c, group);
      square = multiply_add(k, k, square);
    }
    return Lanes<T>(T{1}) / xsimd::sqrt(square);
  }

  // Query i . a group of keys
  template <class Group>
  static Lanes<T> dot(const ScoreBlock<T>& block, int i, const Group& group) {
    const T* q = block.query.data + at(i, block.query.stride);
    Lanes<T> sum(T{0});
    for (int c = 0; c < block.key.cols; ++c) {
      sum = multiply_add(Lanes<T>(q[c]), column(block, c, group), sum);
    }
    return sum;
  }

  // dot_ij = q_i . k_j for a group of keys, with d_dot_j = d_ij g / (|q_i| |k_j|):
  //   d_query_i += sum_j d_dot_j k_j,   d_key_j += d_dot_j q_i
  template <class Group>
  static void add_dot_backward(const ScoreBlock<T>& block, int i, const Group& group,
                               const Lanes<T>& d_dot, const View<T>& d_query, T* d_key_columns) {
    const T* q = block.query.data + at(i, block.query.stride);
    T* d_q = d_query.data + at(i, d_query.stride);
    for (int c = 0; c < block.key.cols; ++c) {
      T* to = d_key_columns + at(c, block.key.rows);
      d_q[c] += sum_lanes(d_dot * column(block, c, group));
      group.store(multiply_add(d_dot, Lanes<T>(q[c]), group.load(to)), to);
    }
  }

  // What flows to a query by its norm: d_query_i -= g / |q_i| u_i sum_j d_ij cos_ij
  static void add_query_norm_backward(const ScoreBlock<T>& block, int i, T inverse_norm, T g, T sum,
                                      const View<T>& d_query) {
    const T* q = block.query.data + at(i, block.query.stride);
    T* d_q = d_query.data + at(i, d_query.stride);
    for (int c = 0; c < d_query.cols; ++c) {
      d_q[c] -= g * inverse_norm * inverse_norm * sum * q[c];
    }
  }

  Slice g_;  // [1 x heads]
};

}  // namespace

AttentionKind cosine_attention() {
  return {.name = "cosine",
          .summary = "cosines of queries and keys times a learned temperature (Henry et al. 2020)",
          .scores_pairs = true,
          .make_float = make_kind<DenseAttention<float, CosineScores<float>>, float>,
          .make_double = make_kind<DenseAttention<double, CosineScores<double>>, double>};
}

}  // namespace saccade::nn
