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
  const T* out = nullptr;         ///< [B x D]
  const T* normalised = nullptr;  ///< [N x D] tokens, normalised without gain and bias.
  EgoAttentionPass<T> ego;

  AttentionBlockPass<T> block;
  Buffer<T> tokens;    ///< [N x D] in order, unless they came so.
  Buffer<T> agents;    ///< [B x D]
  Buffer<T> d_tokens;  ///< [N x D] the same.
  Buffer<T> d_agents;  ///< [B x D]
};

template <class T>
class ReadoutBlock {
 public:
  ReadoutBlock(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out and pass.normalised.  The query of a sample is its first key.
  void forward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
               ReadoutPass<T>& pass) const;

  /// Given d_out [B x D] and d_normalised [N x D] (null: zero), overwrites d_x, laid out like
  /// tokens.x; adds to `gradient`.
  void backward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
                ReadoutPass<T>& pass, const T* d_out, const T* d_normalised, T* d_x,
                T* gradient) const;

  /// Overwrites `weights` [heads x tokens of one sample] after a forward.
  void weights(const T* parameters, const Pairing<T>& pairing, ReadoutPass<T>& pass, int sample,
               T* weights) const;

 private:
  int width_;
  int heads_;
  std::optional<EgoAttention<T>> folded_;
  std::optional<AttentionBlock<T>> general_;
};

}  // namespace saccade::nn
