// From the scores of one query's keys to the weights by which their values are mixed:
//
//   weights = dropout(softmax(top_k(scores + bias)))
#pragma once

#include <string>

#include "nn/attention/attention_config.h"
#include "nn/geometry/attention_batch.h"
#include "nn/geometry/pair_bias.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// Shared by all kinds of attention whose weights come from scores.
template <class T>
class AttentionSoftmax {
 public:
  /// `layer` tells the dropout masks of layers apart.  Adds `name.pair_bias` if there is one.
  AttentionSoftmax(const AttentionConfig& config, int heads, int layer, const std::string& name,
                   ParameterLayout& layout);
  void initialise(T* parameters) const;

  /// Whether weights are dropped in this batch: values are then mixed by `drop` of the weights.
  bool drops(const AttentionBatch<T>& batch) const {
    return dropout_ > 0 && batch.dropout_seeds != nullptr;
  }
  /// Numbers of `features` per key: 0 with neither pair bias nor pair value.
  int feature_count() const { return describes_ ? kPairFeatures : 0; }
  /// Overwrites `features` [feature_count x keys.count].
  void describe(const AttentionBatch<T>& batch, const QueryKeys& keys, T* features) const;

  /// Turns scores [keys.count] into weights that sum to 1, in place:
  /// weights = softmax(top_k(scores + bias)).
  void forward(const T* parameters, int head, const T* features, const QueryKeys& keys,
               T* scores) const;
  /// The backward of `forward`: turns dL/dweights [keys.count] in d into dL/dscores, in place; adds
  /// to `gradient`.
  void backward(const T* weights, int head, const T* features, const QueryKeys& keys, T* d,
                T* gradient) const;

  /// dropped = weights, or 0 with probability `dropout` and weights / (1 - dropout) otherwise
  /// (Srivastava et al. 2014).  The same seed always drops the same.  May be in place.  It is its
  /// own backward: drop(d_dropped) is d_weights.
  void drop(const AttentionBatch<T>& batch, int head, const QueryKeys& keys, const T* weights,
            T* dropped) const;

 private:
  int layer_;
  int keep_;        // Scores that are kept; 0: all.
  double dropout_;  // Probability.
  bool describes_;  // Pairs, for their bias or for what their values add (pair_value.h).
  bool has_bias_;
  PairBias<T> bias_;
};

}  // namespace saccade::nn
