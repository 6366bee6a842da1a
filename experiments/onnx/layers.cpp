#include "experiments/onnx/layers.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace saccade::onnx {

namespace {

constexpr float kEpsilon = 1e-5F;

Value normalised(const Value& x, const Value& gain, const std::vector<Value>& bias) {
  std::vector<Value> inputs = {x, gain};
  inputs.insert(inputs.end(), bias.begin(), bias.end());
  return x.graph->node("LayerNormalization", inputs, x.type,
                       {{"axis", std::int64_t{-1}}, {"epsilon", kEpsilon}});
}

}  // namespace

Value Network::parameter(const std::string& name) const {
  const std::vector<std::int64_t>& shape = tensors_->at(name).shape;
  return parameter(name, shape.front() == 1 ? Indices{shape.back()} : shape);
}

Value Network::matrix(const std::string& name) const {
  return parameter(name, tensors_->at(name).shape);
}

Value Network::parameter(const std::string& name, const Indices& shape) const {
  const std::vector<float> values = read_tensor<float>(*tensors_, name);
  return graph_->constant(std::span<const float>(values), shape, name);
}

Value linear(const Network& network, const std::string& name, const Value& x) {
  const Value product = matmul(x, network.matrix(name + ".weight"));
  const std::string bias = name + ".bias";
  return network.has(bias) ? product + network.parameter(bias) : product;
}

Value normalise_rows(const Value& x, int width) {
  const std::vector<float> ones(static_cast<std::size_t>(width), 1.0F);
  return normalised(x, x.graph->constant(std::span<const float>(ones), {width}), {});
}

Value layer_norm(const Network& network, const std::string& name, const Value& x) {
  return normalised(x, network.parameter(name + ".gain"), {network.parameter(name + ".bias")});
}

Value activate(nn::Activation activation, const Value& x) {
  if (activation == nn::Activation::kRelu) return apply("Relu", x);
  if (activation == nn::Activation::kTanh) return apply("Tanh", x);
  const double scale = std::sqrt(2 / std::numbers::pi);
  return x * 0.5 * (apply("Tanh", (x + x * square(x) * 0.044715) * scale) + 1.0);
}

Value mlp(const Network& network, const std::string& name, nn::Activation activation,
          const Value& x) {
  const Value hidden = activate(activation, linear(network, name + ".up", x));
  return linear(network, name + ".down", hidden);
}

Value hidden_layers(const Network& network, const std::string& name, nn::Activation activation,
                    Value x) {
  for (int i = 0;; ++i) {
    const std::string layer = name + std::to_string(i);
    if (!network.has(layer + ".weight")) return x;
    x = activate(activation, linear(network, layer, x));
  }
}

Value softmax(const Value& scores, const Value& seen) {
  const double least = static_cast<double>(std::numeric_limits<float>::lowest());
  const Value weights = scores.graph->node("Softmax", {where(seen, scores, least)}, scores.type,
                                           {{"axis", std::int64_t{-1}}});
  return where(seen, weights, 0.0);
}

Value sigmoid(const Value& x) {
  return apply("Sigmoid", x);
}

// log(u) of u = 1 + x is that of another x where u was rounded: x / (u - 1) makes up for it
// (Kahan's trick).
Value log_1_plus(const Value& x) {
  const Value u = x + 1.0;
  const Value is_lost = equal(u, x.graph->scalar(1, x.type));
  const Value rounded = where(is_lost, full_like(x, 1, x.type), u - 1.0);
  return where(is_lost, x, apply("Log", u) * (x / rounded));
}

Value softplus(const Value& x) {
  return at_least(x, 0) + log_1_plus(apply("Exp", -apply("Abs", x)));
}

}  // namespace saccade::onnx
