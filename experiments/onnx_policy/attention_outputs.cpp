#include "experiments/onnx_policy/attention_outputs.h"

namespace saccade::onnx {

namespace {

constexpr const char* kTokens = "tokens";

/// The agent's own weights [B x H x all tokens], those of what the layer does not show being 0.
Value agent_weights(const Encoded& encoded, const LayerAttention& layer) {
  Value own = squeeze(slice(layer.weights, 2, 0, 1), {2});  // [B x H x N]
  if (encoded.context.graph == nullptr) return own;
  const Value& others = layer.keys == LayerAttention::kTokens ? encoded.context : encoded.entities;
  const Value zeros = unsqueeze(cast(others, Type::kFloat), {1}) * 0.0;  // [B x 1 x others]
  const Value head = slice(own, 2, 0, 1) * 0.0;                          // [B x H x 1]
  const Value rest = zeros + head;
  const bool first = layer.keys == LayerAttention::kTokens;
  return first ? concat({own, rest}, 2) : concat({rest, own}, 2);
}

/// Shares [B x tokens] after a layer in which a set mixes itself by [B x N x N].
Value moved_within(const Value& share, const Value& mixing) {
  const Value received = squeeze(matmul(unsqueeze(share, {1}), mixing), {1});
  return share - share * sum(mixing, 2) + received;
}

/// Goes back from the agent's vector: a layer mixes by the mean of its heads, half of each token
/// passes by it, and all of one that sees no key.
Value rollout(const Encoded& encoded) {
  Value share, of_context;
  for (auto layer = encoded.layers.rbegin(); layer != encoded.layers.rend(); ++layer) {
    const Value mixing = mean(layer->weights, 1) * 0.5;  // [B x M x N]
    if (share.graph == nullptr) {                        // The last one: the agent alone asks.
      const Value is_agent = cast(
          equal(range(size_of(mixing, 2)), mixing.graph->scalar(0, Type::kInt64)), Type::kFloat);
      const Value row = squeeze(mixing, {1});
      share = row + is_agent * (1.0 - sum(row, 1, true));
    } else if (layer->keys == layer->queries) {
      Value& set = layer->keys == LayerAttention::kTokens ? share : of_context;
      set = moved_within(set, mixing);
    } else {
      of_context = squeeze(matmul(unsqueeze(share, {1}), mixing), {1});
      share = share - share * sum(mixing, 2);
    }
  }
  return of_context.graph == nullptr ? share : concat({share, of_context}, 1);
}

}  // namespace

void put_out_attention(const Ports& ports, const Encoded& encoded, int heads) {
  if (encoded.layers.empty()) return;
  for (const LayerAttention& layer : encoded.layers) {
    if (layer.queries != LayerAttention::kTokens) continue;
    ports.output("attention." + layer.name, agent_weights(encoded, layer),
                 {std::int64_t{heads}, kTokens});
  }
  ports.output("rollout", rollout(encoded), {kTokens});
}

}  // namespace saccade::onnx
