// Attention of one query: the layers of keys and values are linear, so that they can stand outside
// of the sums over tokens, and are computed once instead of once for each token.
#pragma once

#include <cstddef>

#include "experiments/header/code/rows.h"
#include "experiments/header/code/sizes.h"

namespace saccade::header_code {

/// folded [kParts x kWidth]: what the parts of a query [kWidth] have as products with the inputs of
/// the layer of keys, whose matrix is transposed [out x in].
template <std::size_t kParts>
inline void fold_query(const float* query, const float* key_transposed, float* folded) {
  constexpr std::size_t kPart = kWidth / kParts;
  for (std::size_t i = 0; i < kParts * kWidth; ++i) folded[i] = 0;
  for (std::size_t part = 0; part < kParts; ++part) {
    add_product<kWidth>(query + part * kPart, kPart, 1, kPart,
                        key_transposed + part * kPart * kWidth, folded + part * kWidth);
  }
}

/// mixed [kWidth] = the values of mixtures [kParts x kWidth] of their inputs, side by side.
template <std::size_t kParts>
inline void unfold_values(const float* mixtures, const float* value, const float* bias,
                          float* mixed) {
  constexpr std::size_t kPart = kWidth / kParts;
  for (std::size_t c = 0; c < kWidth; ++c) mixed[c] = bias[c];
  for (std::size_t part = 0; part < kParts; ++part) {
    add_product<kPart, kWidth>(mixtures + part * kWidth, kWidth, 1, kWidth, value + part * kPart,
                               mixed + part * kPart);
  }
}

}  // namespace saccade::header_code
