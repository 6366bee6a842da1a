#include "nn/encoders/attention_map.h"

namespace saccade::nn {
namespace {

// share A, a row vector times the layer's mixing.
std::vector<double> pass_back(const AttentionMap& layer, const std::vector<double>& share) {
  std::vector<double> result = share;
  for (std::size_t q = 0; q < layer.queries.size(); ++q) {
    const auto query = static_cast<std::size_t>(layer.queries[q]);
    const double part = share[query] / (2 * layer.heads);
    for (int h = 0; h < layer.heads; ++h) {
      const float* weights = layer.of(h, q);
      for (std::size_t k = 0; k < layer.keys.size(); ++k) {
        // Half a share moves on; all of it stays where the query weighs no key.
        const double moved = part * static_cast<double>(weights[k]);
        result[query] -= moved;
        result[static_cast<std::size_t>(layer.keys[k])] += moved;
      }
    }
  }
  return result;
}

}  // namespace

// From the agent's row of the last layer to the first: only that row of the product is needed.
std::vector<float> attention_rollout(const std::vector<AttentionMap>& layers, int tokens) {
  std::vector<double> share(static_cast<std::size_t>(tokens));
  share[0] = 1;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    share = pass_back(*layer, share);
  }
  return {share.begin(), share.end()};
}

}  // namespace saccade::nn
