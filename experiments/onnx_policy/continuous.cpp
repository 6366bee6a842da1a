#include "experiments/onnx_policy/continuous.h"

#include <cmath>

namespace saccade::onnx {

namespace {

/// Normal; what lies beyond the range is clipped for the environment alone.
Numbers gaussian(const Value& mean, const Value& log_std) {
  return {mean, mean, apply("Exp", log_std)};
}

/// tanh of a normal number, whose moments are means over points of it.
Numbers tanh_gaussian(const Value& mean, const Value& log_std) {
  std::vector<float> points, weights;
  double sum_of_weights = 0;
  for (int i = 0; i < 25; ++i) {
    points.push_back(0.5F * static_cast<float>(i) - 6);
    sum_of_weights += std::exp(-std::pow(points.back(), 2) / 2);
  }
  for (const float z : points)
    weights.push_back(static_cast<float>(std::exp(-std::pow(z, 2) / 2) / sum_of_weights));
  Graph& graph = *mean.graph;
  const Value z = graph.constant(std::span<const float>(points), {25});
  const Value weight = graph.constant(std::span<const float>(weights), {25});
  const Value deviation = apply("Exp", log_std);
  const Value y = apply("Tanh", unsqueeze(mean, {2}) + unsqueeze(deviation, {2}) * z);
  const Value centre = sum(y * weight, 2, true);  // [B x n x 1]
  const Value spread = apply("Sqrt", sum(square(y - centre) * weight, 2));
  return {apply("Tanh", mean),
          squeeze(centre, {2}),
          spread,
          {{"normal_mean", mean}, {"normal_std", deviation}}};
}

/// y = 2 x - 1 with x Beta; the best guess is the mode.
Numbers beta(const Value& first, const Value& second) {
  const Value a = softplus(first), b = softplus(second);  // What exceeds 1 of alpha and beta.
  const Value both_excess = a + b;
  const Value mean = (a + 1.0) / (both_excess + 2.0);
  const Value variance = mean * (1.0 - mean) / (both_excess + 3.0);
  // Both may be too small for a number.
  const Value is_shaped = less(full_like(both_excess, 0, Type::kFloat), both_excess);
  const Value mode = where(is_shaped, a / where(is_shaped, both_excess, 1.0), 0.5);
  return {mode * 2.0 - 1.0,
          mean * 2.0 - 1.0,
          apply("Sqrt", variance) * 2.0,
          {{"alpha", a + 1.0}, {"beta", b + 1.0}}};
}

}  // namespace

Numbers distribution_of(const std::string& kind, const Value& first, const Value& second) {
  if (kind == "beta") return beta(first, second);
  return kind == "tanh_gaussian" ? tanh_gaussian(first, second) : gaussian(first, second);
}

}  // namespace saccade::onnx
