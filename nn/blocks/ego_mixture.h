// The agent's query against every token of its set: scores, weights, and the mixture of the rows
// that stand for the tokens.
//
//   score_hj  = row_query_h . row_j
//   a_h       = dropout(softmax(score_h + bias_h))
//   mixture_h = sum_j a_hj row_j
//   s_h       = sum_j a_hj g_j, with a pair value: g_j are the features of the pair (pair_value.h)
#pragma once

#include <functional>

#include "nn/attention/attention.h"
#include "nn/attention/attention_softmax.h"
#include "nn/blocks/ego_attention_pass.h"

namespace saccade::nn {

/// One sample on the way back through an EgoMixture:
///
///   d_row_j = sum_h a_hj d_mixture_h + sum_h d_score_hj row_query_h
template <class T>
struct EgoMixtureSample {
  int sample = 0;
  int begin = 0;                 ///< Its first token among those of all samples.
  int n = 0;                     ///< Its tokens.
  int stride = 0;                ///< From one head's a and scores to the next's.
  const T* rows = nullptr;       ///< [n x R]
  const T* scores = nullptr;     ///< [H x n] row_query_h . row_j
  const T* a = nullptr;          ///< [H x n] what the rows were mixed by.
  T* d_scores = nullptr;         ///< [H x n] dL/dscores, without stride; so is d_a.
  T* d_a = nullptr;              ///< [H x n] d_mixture_h . row_j
  const T* d_mixture = nullptr;  ///< [H x R]
  const T* row_query = nullptr;  ///< [H x R]
};

/// The part of EgoAttention that costs as many operations as there are tokens.
template <class T>
class EgoMixture {
 public:
  using RowsBackward = std::function<void(const EgoMixtureSample<T>&)>;

  /// Rows are `row_width` wide.  Adds the parameters of the softmax, if it has any (a pair bias),
  /// to `layout`.
  EgoMixture(int row_width, const AttentionConfig& config, const AttentionPlace& place,
             ParameterLayout& layout);
  void initialise(T* parameters) const { softmax_.initialise(parameters); }

  /// Whether the weights by which rows are mixed need not sum to 1.
  bool drops(const AttentionBatch<T>& batch) const { return softmax_.drops(batch); }

  /// Given pass.row_queries and pass.rows, fills pass.scores, pass.weights, pass.mixture, and with
  /// dropout pass.dropped and pass.sums, with a pair value pass.pairs.
  void forward(const T* parameters, const AttentionBatch<T>& batch,
               EgoAttentionPass<T>& pass) const;

  /// Given pass.d_mixture, with dropout pass.d_sums, with a pair value pass.d_pairs, overwrites
  /// pass.d_row_queries, and calls rows_backward for each sample; adds to `gradient`.
  void backward(const AttentionBatch<T>& batch, EgoAttentionPass<T>& pass,
                const RowsBackward& rows_backward, T* gradient) const;

 private:
  QueryKeys seen_keys(const AttentionBatch<T>& batch, int sample) const;
  void compute_weights(const T* parameters, const AttentionBatch<T>& batch, const QueryKeys& keys,
                       EgoAttentionPass<T>& pass) const;
  const T* mixing_weights(const AttentionBatch<T>& batch, const EgoAttentionPass<T>& pass) const;
  void sum_weights(const AttentionBatch<T>& batch, int sample, EgoAttentionPass<T>& pass) const;

  void sum_pairs(const AttentionBatch<T>& batch, const QueryKeys& keys,
                 EgoAttentionPass<T>& pass) const;
  void sum_pairs_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                          EgoAttentionPass<T>& pass, T* d_weights) const;

  EgoMixtureSample<T> begin_sample(const AttentionBatch<T>& batch, int sample,
                                   EgoAttentionPass<T>& pass) const;
  void mix_backward(const AttentionBatch<T>& batch, const EgoMixtureSample<T>& of,
                    EgoAttentionPass<T>& pass) const;
  void weights_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                        EgoAttentionPass<T>& pass, T* d_weights, T* gradient) const;

  int heads_;
  int row_width_;
  bool sums_pairs_;  // For a pair value.
  AttentionSoftmax<T> softmax_;
};

}  // namespace saccade::nn
