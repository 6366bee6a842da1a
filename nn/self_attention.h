// A pre-LN transformer block (Vaswani et al. 2017; Xiong et al. 2020) over ragged sets: every token
// queries every token of its own set.
//
//   x' = x + W_o concat_h softmax(q_h k_h^T / sqrt(d_k)) v_h,   q, k, v from norm(x)
//   out = x' + mlp(norm(x'))
#pragma once

#include "nn/ego_attention.h"

namespace saccade::nn {

/// Shapes: N tokens, H heads, D width.  The attention matrices are recomputed in the backward pass,
/// so that memory stays linear in the tokens of a batch.
template <class T>
struct SelfAttentionPass {
  LayerNormPass<T> norm;
  Buffer<T> normed;    ///< [N x D]
  Buffer<T> query;     ///< [N x D]
  Buffer<T> key;       ///< [N x D]
  Buffer<T> value;     ///< [N x D]
  Buffer<T> mixed;     ///< [N x D]
  Buffer<T> weights;   ///< [H x N] how the agents' queries weighed their sets.
  Buffer<T> attended;  ///< [N x D] x'
  LayerNormPass<T> mlp_norm;
  Buffer<T> mlp_in;  ///< [N x D]
  MlpPass<T> mlp;
  Buffer<T> out;  ///< [N x D]

  Buffer<T> scores;      ///< [n x n] of one head of one set.
  Buffer<T> d_scores;    ///< [n x n]
  Buffer<T> d_attended;  ///< [N x D]
  Buffer<T> d_mixed;     ///< [N x D]
  Buffer<T> d_query;     ///< [N x D]
  Buffer<T> d_key;       ///< [N x D]
  Buffer<T> d_value;     ///< [N x D]
  Buffer<T> d_normed;    ///< [N x D]
};

template <class T>
class SelfAttention {
 public:
  SelfAttention(const BlockLayers<T>& layers, int heads) : layers_(layers), heads_(heads) {}
  void initialise(T* parameters, Random& random) const { layers_.initialise(parameters, random); }

  /// Fills pass.out and pass.weights from tokens in order (tokens.rows null).
  void forward(const T* parameters, const TokenView<T>& tokens, SelfAttentionPass<T>& pass) const;

  /// Overwrites d_x [N x D], which may be d_out; adds to `gradient`.
  void backward(const T* parameters, const TokenView<T>& tokens, SelfAttentionPass<T>& pass,
                const T* d_out, T* d_x, T* gradient) const;

 private:
  void attend(const TokenView<T>& tokens, SelfAttentionPass<T>& pass) const;
  void attend_backward(const TokenView<T>& tokens, SelfAttentionPass<T>& pass) const;
  T* weigh(SelfAttentionPass<T>& pass, int begin, int n, int head) const;

  BlockLayers<T> layers_;
  int heads_;
  int width_ = layers_.query.weight.rows;
};

}  // namespace saccade::nn
