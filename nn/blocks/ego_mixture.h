// The agent's query against every token of its set: scores, weights, and the mixture of the
// normalised rows.
//
//   scaled_h  = scale gain folded_h
//   score_hj  = scaled_h . normalised_j
//   a_h       = dropout(softmax(score_h + bias_h))
//   mixture_h = sum_j a_hj normalised_j
//   s_h       = sum_j a_hj g_j, with a pair value: g_j are the features of the pair (pair_value.h)
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/attention_softmax.h"
#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/layers/layer_norm.h"

namespace saccade::nn {

/// The part of EgoAttention that costs as many operations as there are tokens.
template <class T>
class EgoMixture {
 public:
  /// `norm` is the tokens' layer normalisation.  Adds the parameters of the softmax, if it has any
  /// (a pair bias), to `layout`.
  EgoMixture(const LayerNorm<T>& norm, const AttentionConfig& config, const AttentionPlace& place,
             ParameterLayout& layout);
  void initialise(T* parameters) const { softmax_.initialise(parameters); }

  /// Whether the weights by which rows are mixed need not sum to 1.
  bool drops(const AttentionBatch<T>& batch) const { return softmax_.drops(batch); }

  /// Given pass.folded and pass.normalised, fills pass.weights, pass.mixture, and with dropout
  /// pass.dropped and pass.sums, with a pair value pass.pairs.
  void forward(const T* parameters, const AttentionBatch<T>& batch,
               EgoAttentionPass<T>& pass) const;

  /// Given pass.d_mixture(), with dropout pass.d_sums, with a pair value pass.d_pairs, and
  /// d.d_normalised [N x D] with respect to pass.normalised (null: zero), overwrites pass.d_folded
  /// and d.d_x, laid out like tokens.x; adds to `gradient`.
  void backward(const T* parameters, const AttentionBatch<T>& batch, const TokenView<T>& tokens,
                EgoAttentionPass<T>& pass, const BlockGradients<T>& d, T* gradient) const;

 private:
  // One sample on the way back.  `a` stands right above `d_scores`, and `d_mixture` above `scaled`,
  // so that one product serves both terms of what flows to the rows:
  //
  //   d_normalised_j = sum_h a_hj d_mixture_h + sum_h d_score_hj scaled_h
  struct SampleBackward {
    int sample = 0;
    int begin = 0;                  // Its first token among those of all samples.
    int n = 0;                      // Its tokens.
    const T* normalised = nullptr;  // [n x D]
    T* a = nullptr;                 // [H x n] what the rows were mixed by.
    T* d_scores = nullptr;          // [H x n] dL/da, which dL/dscores replaces.
    T* d_mixture = nullptr;         // [H x D]
    T* scaled = nullptr;            // [H x D]
  };

  void scale_query(const T* parameters, const T* folded, T* scaled) const;
  QueryKeys seen_keys(const AttentionBatch<T>& batch, int sample) const;
  void compute_weights(const T* parameters, const AttentionBatch<T>& batch, const QueryKeys& keys,
                       EgoAttentionPass<T>& pass) const;
  const T* mixing_weights(const AttentionBatch<T>& batch, const EgoAttentionPass<T>& pass) const;
  void sum_weights(const AttentionBatch<T>& batch, int sample, EgoAttentionPass<T>& pass) const;

  void sum_pairs(const AttentionBatch<T>& batch, const QueryKeys& keys,
                 EgoAttentionPass<T>& pass) const;
  void sum_pairs_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                          EgoAttentionPass<T>& pass, T* d_weights) const;

  SampleBackward begin_sample(const AttentionBatch<T>& batch, int sample,
                              EgoAttentionPass<T>& pass) const;
  void mix_backward(const AttentionBatch<T>& batch, const SampleBackward& of,
                    EgoAttentionPass<T>& pass) const;
  void weights_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                        EgoAttentionPass<T>& pass, T* d_weights, T* gradient) const;
  void scores_backward(const T* parameters, const SampleBackward& of, EgoAttentionPass<T>& pass,
                       T* gradient) const;
  void scale_query_backward(const T* parameters, const T* folded, const T* d_scaled, T* d_folded,
                            T* gradient) const;
  void rows_backward(const TokenView<T>& tokens, const SampleBackward& of,
                     const BlockGradients<T>& d, EgoAttentionPass<T>& pass) const;

  LayerNorm<T> norm_;
  int heads_;
  int width_;
  T scale_;
  bool sums_pairs_;  // For a pair value.
  AttentionSoftmax<T> softmax_;
};

}  // namespace saccade::nn
