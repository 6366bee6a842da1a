// What every kind of attention says about whom it looked at, in one form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace saccade::nn {

/// One layer's weights in one sample.
struct AttentionMap {
  std::string layer;  ///< "cross", "context 1", "block 1", ...
  int heads = 0;
  std::vector<std::int32_t> queries;  ///< Tokens of the sample, the agent is 0.
  std::vector<std::int32_t> keys;     ///< Likewise.
  /// [heads x queries x keys]; those of one query and head sum to 1, or are 0 if
  /// it sees no key.
  std::vector<float> weights;

  const float* of(int head, std::size_t query) const {
    return weights.data() + (static_cast<std::size_t>(head) * queries.size() + query) * keys.size();
  }
};

/// Attention rollout (Abnar & Zuidema 2020, equation 1): how much of each of the sample's tokens
/// stands in the agent's vector after all layers, if each layer mixes tokens by the mean of its
/// heads and half of each token passes by the attention: A = (W + I) / 2, product over the layers.
/// [tokens], sums to 1.
std::vector<float> attention_rollout(const std::vector<AttentionMap>& layers, int tokens);

}  // namespace saccade::nn
