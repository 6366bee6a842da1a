#include "experiments/onnx/attention.h"

#include <cmath>
#include <limits>

#include "nn/attention/attention_kinds.h"

namespace saccade::onnx {

namespace {

constexpr double kLeast = static_cast<double>(std::numeric_limits<float>::lowest());

/// One layer of attention: what it is made from, and the steps of its formula.
class Layer {
 public:
  Layer(const Network& network, const std::string& name, const nn::EncoderConfig& config,
        const TokenSet& queries, const TokenSet& keys, bool same)
      : network_(network),
        name_(name),
        config_(config),
        heads_(config.heads),
        head_width_(config.width / config.heads),
        queries_(queries),
        keys_(keys),
        same_(same) {}

  Attended attend() const;

 private:
  bool is(const char* kind) const { return std::string(config_.attention.kind->name) == kind; }
  /// [B x n x D] -> [B x H x n x d]: a head is a run of d columns.
  Value split_heads(const Value& x) const {
    return transpose(reshape(x, {0, 0, heads_, head_width_}), {0, 2, 1, 3});
  }
  Value join_heads(const Value& x) const {
    return reshape(transpose(x, {0, 2, 1, 3}), {0, 0, heads_ * head_width_});
  }
  /// A parameter [1 x H d], or [1 x H] with one number a head, as [H x 1 x 1 x ..].
  Value of_heads(const char* parameter, const Indices& shape) const {
    return network_.parameter(name_ + parameter, shape);
  }
  Value there() const { return unsqueeze(keys_.there, {1, 2}); }
  Value scores(const Value& q, const Value& k) const;
  Value additive_scores(const Value& q, const Value& k) const;
  Value weigh(const Value& q, const Value& k) const;
  Value linear_weights(const Value& q, const Value& k) const;
  Value mix(const Value& weights, const Value& v) const;

  const Network& network_;
  const std::string& name_;
  const nn::EncoderConfig& config_;
  const std::int64_t heads_, head_width_;
  const TokenSet& queries_;
  const TokenSet& keys_;
  const bool same_;
};

Value swapped(const Value& x) {
  return transpose(x, {0, 1, 3, 2});
}

/// Over the last axis of unit length; the term keeps a zero vector zero.
Value directions(const Value& x) {
  return x / apply("Sqrt", sum(square(x), -1, true) + 1e-6);
}

/// elu + 1, kept above 0.
Value phi(const Value& x) {
  const Value falling = apply("Exp", at_most(at_least(x, -20), 0));
  return where(less(full_like(x, 0, x.type), x), x + 1.0, falling);
}

/// sum_c u_c tanh(q_c + k_c)
Value Layer::additive_scores(const Value& q, const Value& k) const {
  const Value u = of_heads(".score", {heads_, 1, 1, head_width_});
  const Value pairs = unsqueeze(q, {3}) + unsqueeze(k, {2});  // [B x H x M x N x d]
  return sum(apply("Tanh", pairs) * u, -1);
}

Value Layer::scores(const Value& q, const Value& k) const {
  if (is("additive")) return additive_scores(q, k);
  if (is("cosine")) {
    const Value cosines = matmul(directions(q), swapped(directions(k)));
    return cosines * of_heads(".temperature", {heads_, 1, 1});
  }
  Value products = matmul(q, swapped(k));
  if (!config_.attention.scale) return products;
  return products * (1 / std::sqrt(static_cast<double>(head_width_)));
}

/// phi(q) . phi(k), over its sum over the keys that are there.
Value Layer::linear_weights(const Value& q, const Value& k) const {
  const Value of_keys = where(unsqueeze(keys_.there, {1, 3}), phi(k), 0.0);
  const Value products = matmul(phi(q), swapped(of_keys));
  const Value total = sum(products, -1, true);
  return products / where(less(full_like(total, 0, total.type), total), total, 1.0);
}

Value Layer::weigh(const Value& q, const Value& k) const {
  if (is("linear")) return linear_weights(q, k);
  const nn::AttentionConfig& attention = config_.attention;
  Value score = scores(q, k);
  if (attention.pair_bias) {
    const Value weight = transpose(network_.matrix(name_ + ".pair_bias"), {1, 0});  // [8 x H]
    score = score + transpose(matmul(pair_features(queries_, keys_), weight), {0, 3, 1, 2});
  }
  Value seen = there();
  if (attention.kind->is_local)
    seen = both(seen, unsqueeze(near(attention, queries_, keys_, same_), {1}));
  if (attention.kind->keeps_k) {
    const std::int64_t count[] = {attention.k};
    const Value k_largest = network_.graph().constant(std::span<const std::int64_t>(count), {1});
    seen = both(seen, is_among_first(where(seen, score, kLeast), k_largest, true));
  }
  return softmax(score, seen);
}

/// The values [B x H x N x d] by the weights [B x H x M x N], with what pairs add.
Value Layer::mix(const Value& weights, const Value& v) const {
  Value mixed = matmul(weights, v);
  if (!config_.attention.pair_value) return mixed;
  const Value of_queries = transpose(weights, {0, 2, 1, 3});  // [B x M x H x N]
  const Value sums = matmul(of_queries, pair_features(queries_, keys_));
  const Value columns = network_.parameter(name_ + ".pair_value.weight", {8, heads_, head_width_});
  return mixed + matmul(transpose(sums, {0, 2, 1, 3}), transpose(columns, {1, 0, 2}));
}

Attended Layer::attend() const {
  const Value x = layer_norm(network_, name_ + ".norm", queries_.x);
  const Value y = layer_norm(network_, name_ + ".norm", keys_.x);
  const Value q = split_heads(linear(network_, name_ + ".query", x));
  const Value k = split_heads(linear(network_, name_ + ".key", y));
  const Value v = split_heads(linear(network_, name_ + ".value", y));
  const Value weights = weigh(q, k);
  const Value mixed = join_heads(mix(weights, v));
  return {queries_.x + linear(network_, name_ + ".output", mixed), weights};
}

}  // namespace

Attended block(const Network& network, const std::string& name, const nn::EncoderConfig& config,
               const TokenSet& queries, const TokenSet& keys, bool same) {
  const std::string layer = name + ".attention";
  const Attended attended = Layer(network, layer, config, queries, keys, same).attend();
  const Value hidden = layer_norm(network, name + ".mlp.norm", attended.x);
  return {attended.x + mlp(network, name + ".mlp", config.activation, hidden), attended.weights};
}

}  // namespace saccade::onnx
