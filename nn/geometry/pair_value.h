// What the geometry of a pair adds to the value that a query mixes, as in equation 3 of Shaw et al.
// 2018.  (What it adds to scores, their equation 4, has a simpler form here: pair_bias.h.)
//
//   mixed_hi = sum_j a_hij (value_hj + g_ij W_h)
//            = sum_j a_hij value_hj + s_hi W_h        s_hi = sum_j a_hij g_ij
//
// g_ij are the kPairFeatures numbers of pair_features: a pair's own vector g_ij W_h is never
// formed.
#pragma once

#include <string>

#include "nn/geometry/pair_bias.h"
#include "nn/kernels/product.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// D is the width of all heads together, d of one head.
template <class T>
struct PairValue {
  Slice weight;  ///< [kPairFeatures x D], heads side by side, 0 at first; empty: not used.

  /// Adds `name` if it is used.
  static PairValue create(ParameterLayout& layout, const std::string& name, int width,
                          bool is_used);
  bool is_used() const { return weight.cols > 0; }
  void initialise(T* parameters) const;

  /// Overwrites sums [kPairFeatures]: s of one query, given its weights [n] and features
  /// [kPairFeatures x n].
  static void sum(const T* weights, const T* features, int n, T* sums);
  /// The backward of `sum`: adds to d_weights [n].
  static void sum_backward(const T* d_sums, const T* features, int n, T* d_weights);

  /// mixed [rows x d] += sums W_h, given sums [rows x kPairFeatures] of one head.
  void forward(const T* parameters, int head, const View<const T>& sums,
               const View<T>& mixed) const;
  /// Overwrites d_sums [rows x kPairFeatures], adds to `gradient`.
  void backward(const T* parameters, int head, const View<const T>& sums,
                const View<const T>& d_mixed, const View<T>& d_sums, T* gradient) const;

 private:
  // W_h
  template <class U>
  View<U> of_head(U* parameters, int head, int head_width) const {
    return View<U>(parameters + weight.offset, weight.rows, weight.cols)
        .columns(head * head_width, head_width);
  }
};

}  // namespace saccade::nn
