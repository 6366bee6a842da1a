// A pre-LN transformer block (Vaswani et al. 2017; Xiong et al. 2020) over ragged sets:
//
//   attended = x + attention(norm(x) W_q, y W_k, y W_v) W_o
//   out      = attended + mlp(mlp_norm(attended))
//
// where y = norm(x) when tokens attend to their own set, or norm(context) of other tokens.
#pragma once

#include <memory>

#include "nn/attention/attention.h"
#include "nn/blocks/block_layers.h"

namespace saccade::nn {

/// Shapes: M queries, N keys, D width.
template <class T>
struct AttentionBlockPass {
  // Filled by forward, read by backward; valid until the next forward.
  LayerNormPass<T> norm;          ///< Of x.
  LayerNormPass<T> context_norm;  ///< Of a context; its `normalised` [N x D] has no gain and bias.
  Buffer<T> query_in;             ///< [M x D] norm(x)
  Buffer<T> key_in;               ///< [N x D] norm(context); unused without a context.
  Buffer<T> query;                ///< [M x D] heads side by side, as are those of key and value.
  Buffer<T> key;                  ///< [N x D]
  Buffer<T> value;                ///< [N x D]
  Buffer<T> mixed;                ///< [M x D] what the attention made of them.
  Buffer<T> attended;             ///< [M x D]
  LayerNormPass<T> mlp_norm;      ///< Of `attended`.
  Buffer<T> mlp_in;               ///< [M x D] mlp_norm(attended)
  MlpPass<T> mlp;                 ///< Of `mlp_in`.
  Buffer<T> out;                  ///< [M x D]

  // Scratch.
  AttentionScratch<T> scratch;  ///< Of either direction.
  Buffer<T> d_attended;         ///< [M x D] from here on, filled and read by backward.
  Buffer<T> d_mixed;            ///< [M x D]
  Buffer<T> d_query;            ///< [M x D]
  Buffer<T> d_key;              ///< [N x D]
  Buffer<T> d_value;            ///< [N x D]
};

template <class T>
class AttentionBlock {
 public:
  AttentionBlock(const BlockLayers<T>& layers, std::unique_ptr<Attention<T>> attention)
      : layers_(layers), attention_(std::move(attention)) {}
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out from x [M x D] and context [N x D]; null: x itself.
  void forward(const T* parameters, const AttentionBatch<T>& batch, const T* x, const T* context,
               AttentionBlockPass<T>& pass) const;

  /// Given d.d_out [M x D] and, with a context, d.d_normalised [N x D] with respect to
  /// pass.context_norm.normalised (null: zero): overwrites d.d_x, which may be d.d_out, and
  /// d.d_context unless there is none; adds to `gradient`.
  void backward(const T* parameters, const AttentionBatch<T>& batch, AttentionBlockPass<T>& pass,
                const BlockGradients<T>& d, T* gradient) const;

  /// Overwrites `weights` [heads x queries x keys of one sample] after a forward.
  void weights(const T* parameters, const AttentionBatch<T>& batch, AttentionBlockPass<T>& pass,
               int sample, T* weights) const;

 private:
  AttentionInput<T> attention_input(const T* parameters, const AttentionBatch<T>& batch,
                                    AttentionBlockPass<T>& pass) const {
    return {parameters, batch, pass.query.data(), pass.key.data(), pass.value.data(), pass.scratch};
  }

  // Steps that treat each row by itself, for some of the rows.  key_in and d_key_in begin there, x,
  // context and d_out at the first row of all.
  void project_x(const T* parameters, const T* x, bool with_keys, Rows rows,
                 AttentionBlockPass<T>& pass) const;
  void project_context(const T* parameters, const T* context, Rows rows,
                       AttentionBlockPass<T>& pass) const;
  void project_keys(const T* parameters, const T* key_in, Rows rows,
                    AttentionBlockPass<T>& pass) const;
  void output_and_mlp(const T* parameters, const T* x, Rows rows,
                      AttentionBlockPass<T>& pass) const;

  void output_and_mlp_backward(const T* parameters, const T* d_out, Rows rows,
                               AttentionBlockPass<T>& pass, T* gradient) const;
  void project_x_backward(const T* parameters, const BlockGradients<T>& d, Rows rows,
                          const AttentionBlockPass<T>& pass, T* gradient) const;
  void project_context_backward(const T* parameters, const BlockGradients<T>& d, Rows rows,
                                const AttentionBlockPass<T>& pass, T* gradient) const;
  void project_keys_backward(const T* parameters, const T* key_in, Rows rows,
                             const AttentionBlockPass<T>& pass, bool adds, T* d_key_in,
                             T* gradient) const;

  BlockLayers<T> layers_;
  std::unique_ptr<Attention<T>> attention_;
  int width_ = layers_.query.weight.rows;
};

}  // namespace saccade::nn
