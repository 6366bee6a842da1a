// From the scores of one query's keys to the weights by which their values are mixed:
//
//   weights = dropout(softmax(top_k(scores + bias)))
#pragma once

#include <string>

#include "nn/attention/attention_config.h"
#include "nn/geometry/pair_bias.h"
#include "nn/geometry/pairing.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// Shared by all kinds of attention that weigh by scores.
template <class T>
class Weighing {
 public:
  /// `layer` tells the dropout masks of layers apart.  Adds `name.pair_bias` if there is one.
  Weighing(const AttentionConfig& config, int heads, int layer, const std::string& name,
           ParameterLayout& layout);
  void initialise(T* parameters) const;

  /// Whether weights and what is mixed differ in this pairing.
  bool drops(const Pairing<T>& pairing) const {
    return dropout_ > 0 && pairing.dropout_seeds != nullptr;
  }
  /// Numbers of `features` per key: 0 without pair bias.
  int feature_count() const { return has_bias_ ? kPairFeatures : 0; }
  /// Overwrites `features` [feature_count x keys.count].
  void describe(const Pairing<T>& pairing, const QueryKeys& keys, T* features) const;

  /// Turns scores [keys.count] into weights that sum to 1.
  void forward(const T* parameters, int head, const T* features, const QueryKeys& keys,
               T* scores) const;
  /// Turns dL/dweights [keys.count] into dL/dscores; adds to `gradient`.
  void backward(const T* weights, int head, const T* features, const QueryKeys& keys, T* d,
                T* gradient) const;

  /// dropped = weights, or 0 with probability `dropout` and weights / (1 - dropout) otherwise
  /// (Srivastava et al. 2014).  The same seed always drops the same.  May be in place: applied to a
  /// gradient it is its own backward.
  void drop(const Pairing<T>& pairing, int head, const QueryKeys& keys, const T* weights,
            T* dropped) const;

 private:
  int layer_;
  int keep_;        // Scores that are kept; 0: all.
  double dropout_;  // Probability.
  bool has_bias_;
  PairBias<T> bias_;
};

}  // namespace saccade::nn
