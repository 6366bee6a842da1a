// Choices among labels or entities.
#pragma once

#include <cstddef>
#include <cstdint>

#include "experiments/header/code/rows.h"
#include "experiments/header/code/sizes.h"
#include "experiments/header/code/softmax.h"

namespace saccade::header_code {

/// Replaces logits [n] by probabilities, 0 of what is not allowed (null: all is).  Returns the most
/// likely choice, the first among equals; -1 if nothing is allowed.
inline int choose(float* logits, std::size_t n, const std::uint8_t* allowed) {
  const std::size_t best = softmax(logits, n, allowed);
  return best < n ? static_cast<int>(best) : -1;
}

//@if select
/// logits [count] of candidates with these vectors: products with a query that was brought to their
/// side of the layer of keys.
inline void score_candidates(const float* folded, const float* vectors, std::size_t count,
                             float* logits) {
  for (std::size_t i = 0; i < count; ++i) {
    logits[i] = kSelectScale * dot<kWidth>(folded, vectors + i * kWidth);
  }
}
//@end

}  // namespace saccade::header_code
