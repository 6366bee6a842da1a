#include "experiments/onnx/memory.h"

#include <cmath>

#include "nn/memory/memory_kinds.h"

namespace saccade::onnx {

namespace {

/// Part i of columns that stand side by side, each `width` wide.
Value part(const Value& x, int i, int width) {
  return slice(x, -1, std::int64_t{i} * width, std::int64_t{i + 1} * width);
}

/// The gates r, z, n of torch.nn.GRUCell; the state is h.
Remembered gru(const Network& network, const std::string& name, int width, const Value& x,
               const Value& h) {
  const Value of_x = linear(network, name + ".input", x);
  const Value of_h = matmul(h, network.matrix(name + ".recurrent.weight"));
  const auto sum_of = [&](int i) { return part(of_x, i, width) + part(of_h, i, width); };
  const Value r = sigmoid(sum_of(0)), z = sigmoid(sum_of(1));
  const Value recurrent = part(of_h, 2, width) + network.parameter(name + ".recurrent.bias");
  const Value n = apply("Tanh", part(of_x, 2, width) + r * recurrent);
  const Value next = (1.0 - z) * n + z * h;
  return {next, next};
}

/// The gates i, f, g, o of torch.nn.LSTMCell; the state is h, c.
Remembered lstm(const Network& network, const std::string& name, int width, const Value& x,
                const Value& state) {
  const Value h = part(state, 0, width), c = part(state, 1, width);
  const Value gates =
      linear(network, name + ".input", x) + matmul(h, network.matrix(name + ".recurrent.weight"));
  const Value kept = sigmoid(part(gates, 1, width)) * c;
  const Value next = kept + sigmoid(part(gates, 0, width)) * apply("Tanh", part(gates, 2, width));
  const Value y = sigmoid(part(gates, 3, width)) * apply("Tanh", next);
  return {y, concat({y, next}, -1)};
}

/// Attention over the vectors that it remembers, normalised, and the present one.
class AttentionOverTime {
 public:
  AttentionOverTime(const Network& network, const std::string& name, const nn::MemoryConfig& config,
                    int width)
      : network_(network),
        name_(name),
        length_(config.length),
        heads_(config.heads),
        width_(width) {}

  Remembered step(const Value& x, const Value& state) const;

 private:
  Value split_heads(const Value& rows) const {
    return transpose(reshape(rows, {0, 0, heads_, width_ / heads_}), {0, 2, 1, 3});
  }
  Value mix(const Value& entries, const Value& seen) const;

  const Network& network_;
  const std::string& name_;
  std::int64_t length_, heads_, width_;
};

/// Of entries [B x slots x D] whose last one asks; which of them are there [B x slots].
Value AttentionOverTime::mix(const Value& entries, const Value& seen) const {
  const Value present = slice(entries, 1, length_, length_ + 1);
  const Value q = split_heads(linear(network_, name_ + ".query", present));
  const Value keys = linear(network_, name_ + ".key", entries) + network_.matrix(name_ + ".time");
  const Value v = split_heads(linear(network_, name_ + ".value", entries));
  const Value k = transpose(split_heads(keys), {0, 1, 3, 2});
  const auto head_width = width_ / heads_;
  const Value scores = matmul(q, k) * (1 / std::sqrt(static_cast<double>(head_width)));
  const Value weights = softmax(scores, unsqueeze(seen, {1, 2}));  // [B x H x 1 x slots]
  return reshape(transpose(matmul(weights, v), {0, 2, 1, 3}), {0, width_});
}

Remembered AttentionOverTime::step(const Value& x, const Value& state) const {
  const Value vectors = slice(state, 1, 0, length_ * width_);
  const Value count = slice(state, 1, length_ * width_, length_ * width_ + 1);  // [B x 1]
  const Value present = unsqueeze(normalise_rows(x, static_cast<int>(width_)), {1});
  const Value entries = concat({reshape(vectors, {0, length_, width_}), present}, 1);
  std::vector<float> ages;  // Slot j is there from so many vectors on; the last one always.
  for (std::int64_t j = 0; j <= length_; ++j)
    ages.push_back(static_cast<float>(length_ - j) - 0.5F);
  const Value needed = x.graph->constant(std::span<const float>(ages), {length_ + 1});
  const Value mixed = mix(entries, less(needed, count));
  const Value latest = reshape(slice(entries, 1, 1, length_ + 1), {0, length_ * width_});
  const Value next = at_most(count + 1.0, static_cast<double>(length_));
  return {x + linear(network_, name_ + ".output", mixed), concat({latest, next}, 1)};
}

}  // namespace

int memory_state_width(const nn::MemoryConfig& config, int width) {
  if (config.kind == nn::default_memory_kind()) return 0;
  if (config.kind->attends) return config.length * width + 1;
  return std::string(config.kind->name) == "lstm" ? 2 * width : width;
}

Remembered remember(const Network& network, const std::string& name, const nn::MemoryConfig& config,
                    int width, const Value& x, const Value& state) {
  if (config.kind->attends) return AttentionOverTime(network, name, config, width).step(x, state);
  if (std::string(config.kind->name) == "lstm") return lstm(network, name, width, x, state);
  return gru(network, name, width, x, state);
}

}  // namespace saccade::onnx
