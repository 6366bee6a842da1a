#include "experiments/onnx/encoders.h"

#include <limits>

#include "nn/attention/attention_kinds.h"

namespace saccade::onnx {

namespace {

/// The tokens of one type [B x n x D].
Value embed(const Network& network, const std::string& prefix, const nn::EncoderConfig& config,
            const TypeTokens& tokens) {
  const std::string name = prefix + "entity." + tokens.name + ".embed";
  Value x;
  if (tokens.width > 0) {
    x = linear(network, name, tokens.features);
  } else {  // All are the same.
    const Value none = unsqueeze(cast(tokens.there, Type::kFloat), {2}) * 0.0;
    x = none + network.parameter(name + ".bias");
  }
  if (config.embedding == nn::EmbeddingKind::kLinear) return x;
  return layer_norm(network, name + ".norm", activate(config.activation, x));
}

/// All features side by side through two hidden layers, with the activation after both.
Encoded encode_flat(const Network& network, const std::string& prefix,
                    const nn::EncoderConfig& config, const Seen& seen) {
  std::vector<Value> features;
  for (const TypeTokens& type : seen.types) {
    const std::int64_t numbers = std::int64_t{type.count} * type.width;
    if (numbers > 0) features.push_back(reshape(type.features, {0, numbers}));
  }
  const Value x = mlp(network, prefix + "mlp", config.activation, concat(features, 1));
  Encoded encoded;
  encoded.readout = activate(config.activation, x);
  return encoded;
}

/// h [B x n x D] over the tokens that are there [B x n]; 0 if there are none.
Value pool(nn::EncoderKind kind, const Value& h, const Value& there) {
  // One more that is not there: nothing can be said of the largest of nothing.
  const Value rows = pad_end(h, {0, 1, 0});
  const Value marks = pad_end(cast(there, Type::kFloat), {0, 1});
  const Value padded = cast(unsqueeze(marks, {2}), Type::kBool);  // [B x n + 1 x 1]
  if (kind == nn::EncoderKind::kMaxPool) {
    const double least = static_cast<double>(std::numeric_limits<float>::lowest());
    return where(any(padded, 1), largest(where(padded, rows, least), 1), 0.0);
  }
  const Value count = at_least(sum(cast(padded, Type::kFloat), 1), 1);  // [B x 1]
  return sum(where(padded, rows, 0.0), 1) / count;
}

/// Each token through the same small network, pooled per type.
Encoded encode_by_pooling(const Network& network, const std::string& prefix,
                          const nn::EncoderConfig& config, const Seen& seen) {
  std::vector<Value> vectors, pooled;
  for (const TypeTokens& type : seen.types) {
    vectors.push_back(normalise_rows(embed(network, prefix, config, type), config.width));
    const Value h = linear(network, prefix + "pool.entity", vectors.back());
    pooled.push_back(pool(config.kind, activate(config.activation, h), type.there));
  }
  const Value mixed = mlp(network, prefix + "pool.mlp", config.activation, concat(pooled, 1));
  Encoded encoded;
  encoded.readout = layer_norm(network, prefix + "norm", mixed);
  encoded.vectors = concat(vectors, 1);
  return encoded;
}

/// The embedded tokens of some types as one set.
class Gathered {
 public:
  void add(const TypeTokens& type, std::int64_t number, const Value& embedded) {
    x_.push_back(embedded);
    there_.push_back(type.there);
    types_.push_back(expand(type.there.graph->scalar(static_cast<double>(number), Type::kInt64),
                            size_of(type.there, 1)));
    motion_.push_back(type.motion);
  }
  bool is_empty() const { return x_.empty(); }
  TokenSet set() const {
    TokenSet set{concat(x_, 1), concat(there_, 1), concat(types_, 0)};
    if (motion_.front().graph != nullptr) set.motion = concat(motion_, 1);
    return set;
  }

 private:
  std::vector<Value> x_, there_, types_, motion_;
};

/// The encoder `attention`: a list of blocks.
class Blocks {
 public:
  Blocks(const Network& network, const std::string& prefix, const nn::EncoderConfig& config)
      : network_(network), prefix_(prefix), config_(config) {}

  /// The queries with their new rows.
  TokenSet run(const std::string& name, LayerAttention layer, const TokenSet& queries,
               const TokenSet& keys, bool same) {
    const Attended attended = block(network_, prefix_ + name, config_, queries, keys, same);
    layer.weights = attended.weights;
    layers_.push_back(layer);
    TokenSet moved = queries;
    moved.x = attended.x;
    return moved;
  }
  std::vector<LayerAttention> take_layers() { return std::move(layers_); }

 private:
  const Network& network_;
  const std::string& prefix_;
  const nn::EncoderConfig& config_;
  std::vector<LayerAttention> layers_;
};

/// The entities after they have queried the sensors.
TokenSet fuse(Blocks& blocks, const nn::EncoderConfig& config, const TokenSet& entities,
              TokenSet context) {
  constexpr LayerAttention::Part kContext = LayerAttention::kContext;
  for (int i = 0; i < config.self_attention_blocks; ++i) {
    const LayerAttention layer{"context_" + std::to_string(i + 1), kContext, kContext};
    context = blocks.run("context" + std::to_string(i), layer, context, context, true);
  }
  return blocks.run("cross", {"cross", LayerAttention::kTokens, kContext}, entities, context,
                    false);
}

Encoded encode_by_attention(const Network& network, const std::string& prefix,
                            const nn::EncoderConfig& config, const Seen& seen) {
  Gathered tokens, sensors;
  for (std::size_t t = 0; t < seen.types.size(); ++t) {
    const TypeTokens& type = seen.types[t];
    Value x = embed(network, prefix, config, type);
    if (const auto added = position(network, prefix, config, seen, type)) x = x + *added;
    const bool is_context = config.fusion == nn::Fusion::kCross && type.is_sensor;
    (is_context ? sensors : tokens).add(type, static_cast<std::int64_t>(t), x);
  }
  Blocks blocks(network, prefix, config);
  TokenSet set = tokens.set();
  Encoded encoded;
  encoded.entities = set.there;
  if (!sensors.is_empty()) {
    const TokenSet context = sensors.set();
    encoded.context = context.there;
    set = fuse(blocks, config, set, context);
  }
  const int own = config.self_attention_blocks;
  for (int i = 0; i < own; ++i) {
    set =
        blocks.run("block" + std::to_string(i), {"block_" + std::to_string(i + 1)}, set, set, true);
  }
  const TokenSet agent = blocks.run("block" + std::to_string(own),
                                    {"block_" + std::to_string(own + 1)}, set.agent(), set, true);
  encoded.readout = layer_norm(network, prefix + "norm", squeeze(agent.x, {1}));
  encoded.vectors = normalise_rows(set.x, config.width);
  encoded.layers = blocks.take_layers();
  return encoded;
}

}  // namespace

Encoded encode(const Network& network, const std::string& prefix, const nn::EncoderConfig& config,
               const Seen& seen) {
  if (config.kind == nn::EncoderKind::kMlp) return encode_flat(network, prefix, config, seen);
  if (config.kind == nn::EncoderKind::kAttention)
    return encode_by_attention(network, prefix, config, seen);
  return encode_by_pooling(network, prefix, config, seen);
}

// Between agents there are plain dot products, whatever tokens have; of one that is alone the
// scores are of no matter.
Value see_team(const Network& network, const nn::EncoderConfig& config, const Value& vector) {
  nn::EncoderConfig among_agents = config;
  among_agents.attention = {};
  const Value there = full_like(column(vector, 0), 1, Type::kBool);
  const TokenSet team{unsqueeze(vector, {1}), there, {}};
  const Attended alone = block(network, "value.team", among_agents, team, team, true);
  return layer_norm(network, "value.team.norm", squeeze(alone.x, {1}));
}

}  // namespace saccade::onnx
