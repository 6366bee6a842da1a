// What a policy remembers from step to step, zero at the start of an episode.
#pragma once

#include <cstddef>

#include "experiments/header/code/functions/exponential.h"
#include "experiments/header/code/rows.h"
#include "experiments/header/code/sizes.h"
//@if recurrent
#include "experiments/header/code/functions/hyperbolic.h"
//@end
//@if attention_memory
#include "experiments/header/code/fold.h"
#include "experiments/header/code/softmax.h"
//@end

namespace saccade::header_code {

//@if recurrent
inline float sigmoid(float x) {
  return 1 / (1 + exponential(-x));
}

struct RecurrentWeights {
  const float *input, *input_bias;  // [kWidth x gates kWidth], [gates kWidth]
  const float* recurrent;           // [kWidth x gates kWidth]
                                    //@if gru
  const float* recurrent_bias;      // [kWidth]
  //@end
};
//@end

//@if gru
struct GruState {
  float h[kWidth] = {};
};

/// h becomes what is remembered after x [kWidth]; x becomes h.
inline void remember(const RecurrentWeights& weights, GruState& state, float* x) {
  float of_x[3 * kWidth], of_h[3 * kWidth];
  linear<kWidth, 3 * kWidth>(x, 1, weights.input, weights.input_bias, of_x);
  linear<kWidth, 3 * kWidth>(state.h, 1, weights.recurrent, nullptr, of_h);
  for (std::size_t c = 0; c < kWidth; ++c) {
    const float r = sigmoid(of_x[c] + of_h[c]);
    const float z = sigmoid(of_x[kWidth + c] + of_h[kWidth + c]);
    const float n = hyperbolic_tangent(of_x[2 * kWidth + c] +
                                       r * (of_h[2 * kWidth + c] + weights.recurrent_bias[c]));
    state.h[c] = (1 - z) * n + z * state.h[c];
    x[c] = state.h[c];
  }
}
//@end

//@if lstm
struct LstmState {
  float h[kWidth] = {};
  float c[kWidth] = {};
};

/// h and c become what is remembered after x [kWidth]; x becomes h.
inline void remember(const RecurrentWeights& weights, LstmState& state, float* x) {
  float gates[4 * kWidth];
  linear<kWidth, 4 * kWidth>(x, 1, weights.input, weights.input_bias, gates);
  add_product<4 * kWidth>(state.h, kWidth, 1, kWidth, weights.recurrent, gates);
  for (std::size_t c = 0; c < kWidth; ++c) {
    const float i = sigmoid(gates[c]), f = sigmoid(gates[kWidth + c]);
    const float g = hyperbolic_tangent(gates[2 * kWidth + c]);
    const float o = sigmoid(gates[3 * kWidth + c]);
    state.c[c] = f * state.c[c] + i * g;
    state.h[c] = o * hyperbolic_tangent(state.c[c]);
    x[c] = state.h[c];
  }
}
//@end

//@if attention_memory
struct AttendedState {
  float vectors[kMemoryLength * kWidth] = {};  // The last `count`, the oldest first.
  std::size_t count = 0;
};

struct AttendedWeights {
  const float *query, *query_bias;
  const float* key;   // Transposed.
  const float* time;  // [kMemoryLength + 1 x kWidth], the present last.
  const float *value, *value_bias;
  const float *output, *output_bias;
};

/// The vector of now takes the last place, that of the oldest if there is no other.
inline void keep(AttendedState& state, const float* now) {
  if (state.count == kMemoryLength) {
    for (std::size_t i = 0; i + kWidth < kMemoryLength * kWidth; ++i) {
      state.vectors[i] = state.vectors[i + kWidth];
    }
  } else {
    ++state.count;
  }
  float* const last = state.vectors + (state.count - 1) * kWidth;
  for (std::size_t c = 0; c < kWidth; ++c) last[c] = now[c];
}

/// x [kWidth] += what it finds among the vectors remembered and itself; then it is remembered.
inline void remember(const AttendedWeights& weights, AttendedState& state, float* x) {
  constexpr std::size_t kPart = kMemoryHeadWidth;
  float now[kWidth], query[kWidth], mixed[kWidth];
  float folded[kMemoryHeads * kWidth], mixtures[kMemoryHeads * kWidth] = {};
  normalise<kWidth>(x, 1, now);
  linear<kWidth, kWidth>(now, 1, weights.query, weights.query_bias, query);
  fold_query<kMemoryHeads>(query, weights.key, folded);
  const float* const time = weights.time + (kMemoryLength - state.count) * kWidth;
  for (std::size_t head = 0; head < kMemoryHeads; ++head) {
    const float* const part = folded + head * kWidth;
    float shares[kMemoryLength + 1];
    for (std::size_t i = 0; i <= state.count; ++i) {
      const float* const vector = i < state.count ? state.vectors + i * kWidth : now;
      const float age = dot<kPart>(query + head * kPart, time + i * kWidth + head * kPart);
      shares[i] = kMemoryScale * (dot<kWidth>(part, vector) + age);
    }
    softmax(shares, state.count + 1, nullptr);
    float* const mixture = mixtures + head * kWidth;
    add_product<kWidth>(shares, kMemoryLength, 1, state.count, state.vectors, mixture);
    for (std::size_t c = 0; c < kWidth; ++c) mixture[c] += shares[state.count] * now[c];
  }
  unfold_values<kMemoryHeads>(mixtures, weights.value, weights.value_bias, mixed);
  add_linear<kWidth, kWidth>(mixed, 1, weights.output, weights.output_bias, x);
  keep(state, now);
}
//@end

}  // namespace saccade::header_code
