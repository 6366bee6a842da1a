// What a pass through an AttentionEncoder leaves behind; for its own sources.
#pragma once

#include "nn/encoders/attention_encoder.h"

namespace saccade::nn {

// The tokens of one set on their way through the blocks.  Shapes: N tokens of the set, D width.
// What the forward fills lasts until the next one.
template <class T>
struct AttentionEncoder<T>::Stream {
  TokenGroup<T> group;      ///< Which tokens; filled by make_batches, as are the next two.
  Neighbours neighbours;    ///< Of local attention.
  AttentionBatch<T> batch;  ///< Each token with its own set.
  Buffer<T> x;              ///< [N x D] as embedded, sample-major.
  std::vector<AttentionBlockPass<T>> blocks;  ///< [blocks]
  const T* out = nullptr;  ///< [N x D] in the memory of x or of the latest block.
  Buffer<T> d_x;           ///< [N x D] dL/dout, then dL/dx in its place; filled by backward.
};

// Shapes: B samples, N tokens of all types, D width.
template <class T>
struct AttentionEncoder<T>::Pass : EncoderPass<T> {
  // Filled by forward, read by backward, in this order; the first three unless the readout reads
  // features.
  Buffer<T> embedded;  ///< [N x D] type-major.
  EmbeddingPass<T> embedding;
  PositionPass<T> position;
  Stream entities;
  Stream context;  ///< The tokens of sensors, if cross-attention queries them.

  AttentionBatch<T> cross_batch;  ///< Entities with the context.
  Neighbours cross_neighbours;
  AttentionBlockPass<T> cross;

  std::vector<std::int32_t> agents;       ///< [B + 1] 0, 1, 2, ...: one query in each sample.
  std::vector<std::int32_t> agent_types;  ///< [B] 0
  Buffer<T> agent_motion;                 ///< [B x kMotionWidth]
  Neighbours agent_neighbours;
  AttentionBatch<T> readout_batch;  ///< The agent with the entities.
  ReadoutPass<T> read;
  LayerNormPass<T> norm;  ///< Of read.out.
  Buffer<T> out;          ///< [B x D] the encoder's readout.

  // Filled by backward.
  Buffer<T> d_out;       ///< [B x D] dL/dread.out
  Buffer<T> d_embedded;  ///< [N x D] type-major.
};

}  // namespace saccade::nn
