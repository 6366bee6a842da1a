// A learned term of each attention score from the geometry of the pair, as relational and
// protein-structure models have it (Shaw et al. 2018; Jumper et al. 2021, algorithm 7).  The term
// of what is mixed is pair_value.h.
//
//   score_hij += sum_c w_hc f_c(i, j)
#pragma once

#include <string>

#include "nn/geometry/attention_batch.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// What is known of a pair, for a query at p_i and a key at p_j, d = |p_j - p_i|, u = (p_j -
/// p_i)/d, w = v_j - v_i: same type; ln(1 + d); 1 / (1 + d); u_x; u_y; w_x / (1 + |w|); w_y / (1 +
/// |w|); closing speed -w.u / (1 + |w|).  What depends on an unknown position or velocity is 0.
inline constexpr int kPairFeatures = 8;

/// Overwrites `features` [kPairFeatures x keys.count].
template <class T>
void pair_features(const AttentionBatch<T>& batch, const QueryKeys& keys, T* features);

template <class T>
struct PairBias {
  Slice weight;  ///< [heads x kPairFeatures], 0 at first: the bias is learned from nothing.

  /// Adds `name`.
  static PairBias create(ParameterLayout& layout, const std::string& name, int heads);
  void initialise(T* parameters) const;

  /// scores [n] += the bias of one head
  void forward(const T* parameters, int head, const T* features, int n, T* scores) const;
  /// Adds to `gradient`.
  void backward(int head, const T* features, int n, const T* d_scores, T* gradient) const;
};

}  // namespace saccade::nn
