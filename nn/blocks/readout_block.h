// The last block, in which the agent alone queries: folded where the kind of attention allows it
// (ego_attention.h), else a general block with one query a sample.
#pragma once

#include <memory>
#include <optional>

#include "nn/blocks/attention_block.h"
#include "nn/blocks/ego_attention.h"

namespace saccade::nn {

/// Shapes: B samples, N tokens, D width.
template <class T>
struct ReadoutPass {
  // Set by forward; in the memory of one of the passes below, until the next forward.
  const T* out = nullptr;         ///< [B x D]
  const T* normalised = nullptr;  ///< [N x D] tokens, normalised without gain and bias.

  EgoAttentionPass<T> ego;  ///< Of a folded readout.

  // Of a general block.
  AttentionBlockPass<T> block;
  Buffer<T> tokens;    ///< [N x D] in order, unless they came so; filled by forward.
  Buffer<T> agents;    ///< [B x D] filled by forward.
  Buffer<T> d_tokens;  ///< [N x D] in order, unless they came so; filled by backward.
  Buffer<T> d_agents;  ///< [B x D] filled by backward.
};

template <class T>
class ReadoutBlock {
 public:
  ReadoutBlock(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out and pass.normalised.  The query of a sample is its first key.
  void forward(const T* parameters, const AttentionBatch<T>& batch, const TokenView<T>& tokens,
               ReadoutPass<T>& pass) const;

  /// Given d.d_out [B x D] and d.d_normalised [N x D] (null: zero), overwrites d.d_x, laid out like
  /// tokens.x; adds to `gradient`.
  void backward(const T* parameters, const AttentionBatch<T>& batch, const TokenView<T>& tokens,
                ReadoutPass<T>& pass, const BlockGradients<T>& d, T* gradient) const;

  /// Overwrites `weights` [heads x tokens of one sample] after a forward.
  void weights(const T* parameters, const AttentionBatch<T>& batch, ReadoutPass<T>& pass,
               int sample, T* weights) const;

 private:
  int width_;
  int heads_;
  std::optional<EgoAttention<T>> folded_;
  std::optional<AttentionBlock<T>> general_;
};

}  // namespace saccade::nn
