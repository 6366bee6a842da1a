// What a pass through an AttentionEncoder leaves behind; for its own sources.
#pragma once

#include "nn/encoders/attention_encoder.h"

namespace saccade::nn {

// The tokens of one set on their way through the blocks.
template <class T>
struct AttentionEncoder<T>::Stream {
  TokenGroup<T> group;
  Neighbours neighbours;
  Pairing<T> pairing;  ///< Each token with its own set.
  Buffer<T> x;         ///< [N x D] as embedded, sample-major.
  std::vector<AttentionBlockPass<T>> blocks;
  const T* out = nullptr;  ///< [N x D] after the blocks.
  Buffer<T> d_x;           ///< [N x D] on the way back.
};

template <class T>
struct AttentionEncoder<T>::Pass : EncoderPass<T> {
  Buffer<T> embedded;  ///< [all tokens x D] type-major.
  PositionPass<T> position;
  Stream entities;
  Stream memory;

  Pairing<T> cross_pairing;
  Neighbours cross_neighbours;
  AttentionBlockPass<T> cross;

  std::vector<std::int32_t> agents;       ///< [samples + 1] 0, 1, 2, ...
  std::vector<std::int32_t> agent_types;  ///< [samples] 0
  Buffer<T> agent_motion;                 ///< [samples x 4]
  Neighbours agent_neighbours;
  Pairing<T> readout_pairing;
  ReadoutPass<T> read;
  LayerNormPass<T> norm;
  Buffer<T> out;         ///< [B x D]
  Buffer<T> d_out;       ///< [B x D]
  Buffer<T> d_embedded;  ///< [all tokens x D] type-major.
};

}  // namespace saccade::nn
