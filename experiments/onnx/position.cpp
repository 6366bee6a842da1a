#include "experiments/onnx/position.h"

#include <cmath>
#include <numbers>

namespace saccade::onnx {

namespace {

constexpr double kLastIndex = 255;  // Of the table of learned_index.
constexpr int kOctaves = 8;

// Angles of many turns want double precision.
Value row_of(Graph& graph, const std::vector<double>& values) {
  return graph.constant(std::span<const double>(values),
                        {static_cast<std::int64_t>(values.size())});
}

/// sqrt(2 / D) times sines in even columns c and cosines after them, of i / 10000^(c / D).
Value sinusoids(Graph& graph, const Value& index, int width) {
  std::vector<double> frequencies, shifts;
  for (int c = 0; c < width; ++c) {
    frequencies.push_back(std::pow(10000.0, -static_cast<double>(c - c % 2) / width));
    shifts.push_back(c % 2 == 0 ? 0 : std::numbers::pi / 2);  // A cosine is a sine a quarter on.
  }
  const Value rows = unsqueeze(cast(index, Type::kDouble), {1});
  const Value angles = rows * row_of(graph, frequencies) + row_of(graph, shifts);
  return cast(apply("Sin", angles) * std::sqrt(2.0 / width), Type::kFloat);
}

/// sin, cos of x at the wavelengths L, L/2, ... L/128, then of y [B x n x 32]; 0 where unknown.
Value fourier(Graph& graph, const nn::PositionConfig& config, const Seen& seen,
              const TypeTokens& tokens) {
  Value place = slice(tokens.motion, -1, 0, 2);
  Value known = all(is_finite(place), -1, true);  // [B x n x 1]
  if (config.relative) {
    const Value agent = slice(seen.types.front().motion, -1, 0, 2);
    known = both(known, all(is_finite(agent), -1, true));
  } else {
    place = place + seen.origin;
  }
  std::vector<double> frequencies;
  for (int k = 0; k < kOctaves; ++k) {
    frequencies.push_back(2 * std::numbers::pi * std::exp2(k) /
                          static_cast<double>(config.wavelength));
  }
  const Value safe = cast(where(known, place, 0.0), Type::kDouble);
  const Value angle = unsqueeze(safe, {3}) * row_of(graph, frequencies);
  const Value waves =
      concat({unsqueeze(apply("Sin", angle), {4}), unsqueeze(apply("Cos", angle), {4})},
             4);  // [B x n x 2 x 8 x 2]
  return where(known, cast(reshape(waves, {0, 0, std::int64_t{4} * kOctaves}), Type::kFloat), 0.0);
}

}  // namespace

std::optional<Value> position(const Network& network, const std::string& prefix,
                              const nn::EncoderConfig& config, const Seen& seen,
                              const TypeTokens& tokens) {
  const nn::PositionConfig& position = config.position;
  if (position.kind == nn::PositionKind::kNone) return {};
  if (position.kind == nn::PositionKind::kFourier) {
    const Value features = fourier(network.graph(), position, seen, tokens);
    return matmul(features, network.matrix(prefix + "position"));
  }
  const Value index = range(size_of(tokens.there, 1));
  if (position.kind == nn::PositionKind::kSinusoidal)
    return sinusoids(network.graph(), index, config.width);
  return gather(network.matrix(prefix + "position"), at_most(index, kLastIndex), 0);
}

}  // namespace saccade::onnx
