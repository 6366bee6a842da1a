#include "experiments/onnx_policy/sensors.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace saccade::onnx {

namespace {

Value table(const Ports& ports, const std::vector<float>& values, const Indices& shape) {
  return ports.graph().constant(std::span<const float>(values), shape);
}

/// cos a, sin a, cos 2a, sin 2a, cos 4a, sin 4a
void append_waves(double angle, std::vector<float>& waves) {
  for (const int harmonic : {1, 2, 4}) {
    waves.push_back(static_cast<float>(std::cos(harmonic * angle)));
    waves.push_back(static_cast<float>(std::sin(harmonic * angle)));
  }
}

/// [B x n] whether the tokens of a sensor are there.
template <class Modality>
Value presence(const SensorContext& context, const Modality& sensor, std::int64_t tokens) {
  const Indices count = {tokens};
  const Value n = context.ports.graph().constant(std::span<const std::int64_t>(count), {1});
  const Value shape = concat({context.batch, n}, 0);
  if (!sensor.optional) return expand(context.ports.graph().scalar(1, Type::kBool), shape);
  return expand(context.ports.input(sensor.name + ".present", Type::kBool, {1}), shape);
}

/// Places [B x n x 2] seen from the agent as motions whose velocity is unknown.
Value motion_of(const SensorContext& context, const Value& places) {
  const Value unknown = full_like(places, std::numeric_limits<double>::quiet_NaN(), Type::kFloat);
  const Value motion = concat({places, unknown}, 2);
  return context.frame.rotates() ? context.frame.rotate_motions(motion) : motion;
}

/// A constant [1 x n x m] in all samples.
Value repeat(const SensorContext& context, const Value& constant) {
  const Indices ones = {1, 1};
  const Value rest = constant.graph->constant(std::span<const std::int64_t>(ones), {2});
  return expand(constant, concat({context.batch, rest}, 0));
}

/// Of sensor tokens, but for features and motion.
template <class Modality>
TypeTokens tokens_of(const SensorContext& context, const Modality& sensor, std::int64_t count) {
  TypeTokens tokens;
  tokens.name = sensor.name;
  tokens.count = static_cast<int>(count);
  tokens.there = presence(context, sensor, count);
  tokens.is_sensor = true;
  tokens.may_lack = sensor.optional;
  return tokens;
}

/// distance / range, what was hit ("nothing" first), waves of the angle to the heading.
Value ray_features(const SensorContext& context, const RayModality& rays, const Value& distances,
                   const Value& waves, const Value& heading) {
  const Ports& ports = context.ports;
  const Value hits = ports.input(rays.name + ".hits", Type::kInt64, {rays.count});
  Indices kinds;
  for (std::size_t i = 0; i <= rays.hits.size(); ++i)
    kinds.push_back(static_cast<std::int64_t>(i) - 1);
  const Value all_kinds = ports.graph().constant(std::span<const std::int64_t>(kinds),
                                                 {static_cast<std::int64_t>(kinds.size())});
  const Value met = cast(equal(unsqueeze(hits, {2}), all_kinds), Type::kFloat);
  const Value places = context.frame.rotates() ? context.frame.rotate_waves(waves, heading)
                                               : repeat(context, unsqueeze(waves, {0}));
  const Value shares = unsqueeze(distances, {2}) / static_cast<double>(rays.range);
  return concat({shares, met, places}, 2);
}

}  // namespace

TypeTokens read_rays(const SensorContext& context, const RayModality& rays) {
  const Ports& ports = context.ports;
  TypeTokens tokens = tokens_of(context, rays, rays.count);
  const Value distances = ports.input(rays.name + ".distances", Type::kFloat, {rays.count});
  std::vector<float> places;
  for (int i = 0; i < rays.count; ++i) append_waves(2 * std::numbers::pi * i / rays.count, places);
  const Value waves = table(ports, places, {rays.count, 6});
  Value heading;
  if (context.with_motion || context.frame.rotates())
    heading = ports.input(rays.name + ".heading", Type::kFloat, {1});
  tokens.features = ray_features(context, rays, distances, waves, heading);
  tokens.width = 1 + static_cast<int>(rays.hits.size() + 1) + 6;
  if (!context.with_motion) return tokens;
  const Value origin = unsqueeze(ports.input(rays.name + ".origin", Type::kFloat, {2}), {1});
  const Value c = unsqueeze(apply("Cos", heading), {2}), s = unsqueeze(apply("Sin", heading), {2});
  const Value along = column(waves, 0), across = column(waves, 1);  // [n x 1]
  const Value direction = concat({c * along - s * across, s * along + c * across}, 2);
  const Value ends = origin - context.agent + unsqueeze(distances, {2}) * direction;
  tokens.motion = motion_of(context, ends);
  return tokens;
}

TypeTokens read_image(const SensorContext& context, const ImageModality& image, int patch) {
  const Ports& ports = context.ports;
  const std::int64_t rows = (image.height + patch - 1) / patch;
  const std::int64_t cols = (image.width + patch - 1) / patch;
  const auto channels = static_cast<std::int64_t>(image.channels.size());
  const Value pixels =
      ports.input(image.name + ".pixels", Type::kFloat, {image.height, image.width, channels});
  TypeTokens tokens = tokens_of(context, image, rows * cols);
  const Value whole =
      pad_end(pixels, {0, rows * patch - image.height, cols * patch - image.width, 0});
  const Value parts =
      transpose(reshape(whole, {0, rows, patch, cols, patch * channels}), {0, 1, 3, 2, 4});
  const std::int64_t pixel_count = std::int64_t{patch} * patch * channels;
  const Value patches = reshape(parts, {0, rows * cols, pixel_count});
  std::vector<float> waves, centres;
  for (std::int64_t i = 0; i < rows * cols; ++i) {
    const std::int64_t row_number = i / cols;
    const auto row = static_cast<double>(row_number), col = static_cast<double>(i % cols);
    append_waves(std::numbers::pi * (row + 0.5) / static_cast<double>(rows), waves);
    append_waves(std::numbers::pi * (col + 0.5) / static_cast<double>(cols), waves);
    const double half_pixel = static_cast<double>(image.pixel_size) / 2;
    centres.push_back(static_cast<float>(((2 * col + 1) * patch - image.width) * half_pixel));
    centres.push_back(static_cast<float>(-((2 * row + 1) * patch - image.height) * half_pixel));
  }
  const Value places = table(ports, waves, {1, rows * cols, 12});
  tokens.features = concat({patches, repeat(context, places)}, 2);
  tokens.width = static_cast<int>(pixel_count + 12);
  if (!context.with_motion) return tokens;
  const Value origin = unsqueeze(ports.input(image.name + ".origin", Type::kFloat, {2}), {1});
  const Value from_agent = origin - context.agent;
  tokens.motion = motion_of(context, from_agent + table(ports, centres, {rows * cols, 2}));
  return tokens;
}

}  // namespace saccade::onnx
