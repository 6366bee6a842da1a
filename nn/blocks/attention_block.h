// A pre-LN transformer block (Vaswani et al. 2017; Xiong et al. 2020) over ragged sets:
//
//   x' = x + W_o attention(norm(x) W_q, y W_k, y W_v)
//   out = x' + mlp(norm(x'))
//
// where y = norm(x) when tokens attend to their own set, or norm(memory) of other tokens.
#pragma once

#include <memory>

#include "nn/attention/attention.h"
#include "nn/blocks/block_layers.h"

namespace saccade::nn {

/// Shapes: M queries, N keys, D width.
template <class T>
struct AttentionBlockPass {
  LayerNormPass<T> norm;
  LayerNormPass<T>
      memory_norm;     ///< Of a memory; its `normalised` [N x D] is without gain and bias.
  Buffer<T> query_in;  ///< [M x D]
  Buffer<T> key_in;    ///< [N x D] of a memory.
  Buffer<T> query;     ///< [M x D]
  Buffer<T> key;       ///< [N x D]
  Buffer<T> value;     ///< [N x D]
  Buffer<T> mixed;     ///< [M x D]
  Buffer<T> attended;  ///< [M x D] x'
  LayerNormPass<T> mlp_norm;
  Buffer<T> mlp_in;  ///< [M x D]
  MlpPass<T> mlp;
  Buffer<T> out;  ///< [M x D]

  AttentionScratch<T> scratch;
  Buffer<T> d_attended;  ///< [M x D]
  Buffer<T> d_mixed;     ///< [M x D]
  Buffer<T> d_query;     ///< [M x D]
  Buffer<T> d_key;       ///< [N x D]
  Buffer<T> d_value;     ///< [N x D]
};

template <class T>
class AttentionBlock {
 public:
  AttentionBlock(const BlockLayers<T>& layers, std::unique_ptr<Attention<T>> attention)
      : layers_(layers), attention_(std::move(attention)) {}
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out from x [M x D] and memory [N x D]; null: x itself.
  void forward(const T* parameters, const Pairing<T>& pairing, const T* x, const T* memory,
               AttentionBlockPass<T>& pass) const;

  /// Given d_out [M x D] and, with a memory, d_normalised [N x D] with respect to
  /// pass.memory_norm.normalised (null: zero): overwrites d_x, which may be d_out, and d_memory
  /// unless there is none; adds to `gradient`.
  void backward(const T* parameters, const Pairing<T>& pairing, AttentionBlockPass<T>& pass,
                const T* d_out, const T* d_normalised, T* d_x, T* d_memory, T* gradient) const;

  /// Overwrites `weights` [heads x queries x keys of one sample] after a forward.
  void weights(const T* parameters, const Pairing<T>& pairing, AttentionBlockPass<T>& pass,
               int sample, T* weights) const;

 private:
  Projections<T> projections(const AttentionBlockPass<T>& pass) const {
    return {pass.query.data(), pass.key.data(), pass.value.data()};
  }

  // Steps that treat each row by itself, for some of the rows.  key_in and d_key_in begin there, x
  // and d_out at the first row of all.
  void project_keys(const T* parameters, const T* key_in, Rows rows,
                    AttentionBlockPass<T>& pass) const;
  void project_keys_backward(const T* parameters, const T* key_in,
                             const AttentionBlockPass<T>& pass, Rows rows, const Finish<T>& finish,
                             T* d_key_in, T* gradient) const;
  void finish(const T* parameters, const T* x, Rows rows, AttentionBlockPass<T>& pass) const;
  void finish_backward(const T* parameters, AttentionBlockPass<T>& pass, const T* d_out, Rows rows,
                       T* gradient) const;

  BlockLayers<T> layers_;
  std::unique_ptr<Attention<T>> attention_;
  int width_ = layers_.query.weight.rows;
};

}  // namespace saccade::nn
