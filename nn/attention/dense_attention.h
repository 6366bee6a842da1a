// Attention that scores every key for every query, by whatever class of scores (dot_scores.h).
//
//   weights = softmax(scores(query, key) + bias)     mixed = dropout(weights) value
//
// and with a pair value what geometry adds to it (pair_value.h).
//
// Scores are formed for a block of queries at a time and formed again in the backward pass, so that
// memory stays linear in the tokens.
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/attention_scores.h"
#include "nn/attention/attention_softmax.h"
#include "nn/geometry/pair_value.h"

namespace saccade::nn {

template <class T, class Scores>
class DenseAttention final : public Attention<T> {
 public:
  DenseAttention(const AttentionConfig& config, const AttentionPlace& place,
                 ParameterLayout& layout);

  void initialise(T* parameters, Random& random) const override;
  void forward(const AttentionInput<T>& in, T* mixed) const override;
  void backward(const AttentionInput<T>& in, const T* mixed, const T* d_mixed,
                const ProjectionGradients<T>& d, T* gradient) const override;
  void weights(const AttentionInput<T>& in, int sample, T* weights) const override;

 private:
  // Queries [first, first + count) of a sample, and how many keys the sample has.
  struct QueryBlock {
    int sample = 0;
    int first = 0;
    int count = 0;
    int keys = 0;

    /// One of the block's queries and all keys of the sample.
    QueryKeys query(int i) const { return {sample, first + i, keys}; }
  };

  template <class Body>
  void for_query_blocks(const AttentionBatch<T>& batch, int sample, Body body) const;

  // One head's columns of the block's rows of an array [queries x D], and of the sample's rows of
  // an array [keys x D].
  template <class U>
  View<U> query_rows(U* rows, const AttentionBatch<T>& batch, const QueryBlock& queries,
                     int head) const;
  template <class U>
  View<U> key_rows(U* rows, const AttentionBatch<T>& batch, const QueryBlock& queries,
                   int head) const;
  View<const T> columns_of(const Buffer<T>& columns, int head, int n) const;
  ScoreBlock<T> score_block(const AttentionInput<T>& in, const QueryBlock& queries, int head) const;

  const T* features_of(const AttentionInput<T>& in, const QueryBlock& queries, int i) const;
  void describe_pairs(const AttentionInput<T>& in, const QueryBlock& queries) const;
  void compute_weights(const AttentionInput<T>& in, const QueryBlock& queries,
                       const ScoreBlock<T>& block, T* weights) const;
  const T* drop(const AttentionBatch<T>& batch, const QueryBlock& queries, int head,
                const T* weights, T* dropped) const;
  View<const T> sum_pairs(const AttentionInput<T>& in, const QueryBlock& queries,
                          const T* weights) const;
  void pair_value_backward(const AttentionInput<T>& in, const QueryBlock& queries, int head,
                           const T* weights, const T* d_mixed, T* d_weights, T* gradient) const;
  void backward_block(const AttentionInput<T>& in, const QueryBlock& queries, int head,
                      const T* d_mixed, const ProjectionGradients<T>& d, T* gradient) const;

  int width_;
  int heads_;
  int head_width_;
  Scores scores_;
  AttentionSoftmax<T> softmax_;
  PairValue<T> pair_value_;
};

}  // namespace saccade::nn
