// The weights of an attention block, and its second half, which treats each token by itself.
#pragma once

#include <cstddef>

#include "experiments/header/code/rows.h"
#include "experiments/header/code/work.h"

namespace saccade::header_code {

/// Matrices are [kWidth x kWidth] unless it says otherwise, vectors [kWidth].
struct Block {
  const float *gain, *norm_bias;
  const float *query, *query_bias;
  const float* key;  // Transposed where the agent alone asks.
  const float *value, *value_bias;
  const float *output, *output_bias;
  const float *mlp_gain, *mlp_norm_bias;
  const float *up, *up_bias;      // [kWidth x kHidden], [kHidden]
  const float *down, *down_bias;  // [kHidden x kWidth]
                                  //@if pair_bias
  const float* pair_bias;         // [kHeads x 8]
                                  //@end
                                  //@if pair_value
  const float* pair_value;        // [8 x kWidth]
                                  //@end
                                  //@if additive
  const float* score;
  //@end
  //@if cosine
  const float* temperature;  // [kHeads]
  //@end
};

/// Where the weights of the agent's query are recorded.
struct Record {
  float* weights;  // [kHeads x tokens]; null: nowhere.
  std::size_t tokens;
};

/// x [rows x kWidth] += mlp(layer_norm(x))
inline void add_mlp(const Block& block, std::size_t rows, float* x) {
  constexpr std::size_t kAtOnce = 4;
  for (std::size_t row = 0; row < rows; row += kAtOnce, x += kAtOnce * kWidth) {
    const std::size_t count = rows - row < kAtOnce ? rows - row : kAtOnce;
    float normed[kAtOnce * kWidth], hidden[kAtOnce * kHidden];
    layer_norm<kWidth>(x, count, block.mlp_gain, block.mlp_norm_bias, normed);
    linear<kWidth, kHidden>(normed, count, block.up, block.up_bias, hidden);
    for (std::size_t i = 0; i < count * kHidden; ++i) hidden[i] = activate(hidden[i]);
    add_linear<kHidden, kWidth>(hidden, count, block.down, block.down_bias, x);
  }
}

}  // namespace saccade::header_code
