// The last block, in which the agent alone asks, where scores are products.
#pragma once

#include <cstddef>

#include "experiments/header/code/attention.h"
#include "experiments/header/code/fold.h"

namespace saccade::header_code {

/// How the agent weighs the tokens in all heads: work.weights, as folded [kHeads x kWidth] says.
inline void weigh_tokens([[maybe_unused]] const Block& block, const Work& work, std::size_t tokens,
                         const float* folded) {
  //@if pairs
  describe_pairs(work, 0, 0, tokens);
  //@end
  //@if near
  mark_near(work, 0, 0, tokens, true);
  //@end
  for (std::size_t head = 0; head < kHeads; ++head) {
    float* const weights = work.weights + head * work.capacity;
    for (std::size_t i = 0; i < tokens; ++i) {
      weights[i] = dot<kWidth>(folded + head * kWidth, work.normalised + i * kWidth);
    }
    to_weights(block, work, head, tokens, weights);
  }
}

/// out [kWidth] = the agent's vector after the block.  Leaves normalise(x) in work.normalised.
inline void read_out(const Block& block, const Work& work, std::size_t tokens, const Record& record,
                     float* out) {
  float agent[kWidth], query[kWidth], folded[kHeads * kWidth], mixtures[kHeads * kWidth] = {};
  normalise<kWidth>(work.x, tokens, work.normalised);
  for (std::size_t c = 0; c < kWidth; ++c) {
    agent[c] = work.normalised[c] * block.gain[c] + block.norm_bias[c];
  }
  linear<kWidth, kWidth>(agent, 1, block.query, block.query_bias, query);
  fold_query<kHeads>(query, block.key, folded);
  for (std::size_t head = 0; head < kHeads; ++head) {
    for (std::size_t c = 0; c < kWidth; ++c) folded[head * kWidth + c] *= kScale * block.gain[c];
  }
  weigh_tokens(block, work, tokens, folded);
  add_product<kWidth>(work.weights, work.capacity, kHeads, tokens, work.normalised, mixtures);
  for (std::size_t head = 0; head < kHeads; ++head) {
    float* const mixture = mixtures + head * kWidth;
    for (std::size_t c = 0; c < kWidth; ++c) {
      mixture[c] = mixture[c] * block.gain[c] + block.norm_bias[c];
    }
  }
  float mixed[kWidth];
  unfold_values<kHeads>(mixtures, block.value, block.value_bias, mixed);
  for (std::size_t head = 0; head < kHeads; ++head) {
    const float* const weights = work.weights + head * work.capacity;
    //@if pair_value
    add_pair_value(work, weights, tokens, block.pair_value + head * kHeadWidth,
                   mixed + head * kHeadWidth);
    //@end
    record_weights(record, head, 0, tokens, weights);
  }
  for (std::size_t c = 0; c < kWidth; ++c) out[c] = work.x[c];
  add_linear<kWidth, kWidth>(mixed, 1, block.output, block.output_bias, out);
  add_mlp(block, 1, out);
}

}  // namespace saccade::header_code
