// The agent's query walks through the set: scores, weights, and the mixture of the normalised rows.
//
//   score_hj  = scale gain folded_h . normalised_j
//   mixture_h = sum_j a_hj normalised_j               a_h = weights of the scores score_h
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/weighing.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/layers/layer_norm.h"

namespace saccade::nn {

/// The part of EgoAttention that costs as many operations as there are tokens.
template <class T>
class EgoMixture {
 public:
  /// `norm` is the tokens' layer normalisation.  Adds the parameters of the weighing, if it has
  /// any, to `layout`.
  EgoMixture(const LayerNorm<T>& norm, const AttentionConfig& config, const AttentionPlace& place,
             ParameterLayout& layout);
  void initialise(T* parameters) const { weighing_.initialise(parameters); }

  /// Whether the weights by which rows are mixed need not sum to 1.
  bool drops(const Pairing<T>& pairing) const { return weighing_.drops(pairing); }

  /// Given pass.folded and pass.normalised, fills pass.weights, pass.mixture, and with dropout
  /// pass.dropped and pass.sums.
  void forward(const T* parameters, const Pairing<T>& pairing, EgoAttentionPass<T>& pass) const;

  /// Given pass.d_mixed, with dropout pass.d_sums, and d_tokens [N x D] with respect to
  /// pass.normalised (null: zero), overwrites pass.d_folded and d_x, laid out like tokens.x; adds
  /// to `gradient`.
  void backward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
                const T* d_tokens, EgoAttentionPass<T>& pass, T* d_x, T* gradient) const;

 private:
  void scale_query(const T* parameters, const T* folded, T* scaled) const;
  void scale_query_backward(const T* parameters, const T* folded, T* d_scaled, T* gradient) const;
  QueryKeys seen_keys(const Pairing<T>& pairing, int sample) const;
  void weigh(const T* parameters, const Pairing<T>& pairing, const QueryKeys& keys,
             EgoAttentionPass<T>& pass) const;
  void weigh_backward(const Pairing<T>& pairing, const QueryKeys& keys, EgoAttentionPass<T>& pass,
                      T* d_weights, T* gradient) const;
  const T* mixing_weights(const Pairing<T>& pairing, const EgoAttentionPass<T>& pass) const;
  void sum_weights(const Pairing<T>& pairing, int sample, EgoAttentionPass<T>& pass) const;

  LayerNorm<T> norm_;
  int heads_;
  int width_;
  T scale_;
  Weighing<T> weighing_;
};

}  // namespace saccade::nn
