#include "experiments/onnx_policy/observation.h"

#include <limits>

#include "experiments/onnx_policy/frame.h"
#include "experiments/onnx_policy/sensors.h"

namespace saccade::onnx {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// As the environment gives them, their motions in the world.
TypeTokens read_entities(const Ports& ports, const EntityType& type, bool is_agent,
                         bool with_motion) {
  TypeTokens tokens;
  tokens.name = type.name;
  tokens.width = static_cast<int>(type.features.size());
  tokens.count = is_agent ? 1 : type.fixed_count;
  tokens.critic_only = type.critic_only;
  const bool varies = tokens.count < 0;
  const Dimension count = varies ? Dimension("count_" + type.name) : Dimension(tokens.count);
  tokens.features = ports.input(type.name, Type::kFloat, {count, tokens.width});
  if (with_motion) tokens.motion = ports.input(type.name + ".motion", Type::kFloat, {count, 4});
  tokens.may_lack = varies && ports.batched();
  if (tokens.may_lack) {
    tokens.there = ports.input(type.name + ".mask", Type::kBool, {count});
    if (with_motion) tokens.motion = where(unsqueeze(tokens.there, {2}), tokens.motion, kNaN);
  } else {
    const Value rows = slice(shape_of(tokens.features), 0, 0, 2);
    tokens.there = expand(ports.graph().scalar(1, Type::kBool), rows);
  }
  return tokens;
}

/// [B x 1 x 2] where the agent is in the world, (0, 0) where that is unknown.
Value place_of(const TypeTokens& agent) {
  const Value place = slice(agent.motion, 2, 0, 2);
  return where(all(is_finite(place), 2, true), place, 0.0);
}

void normalise(const ExportedPolicy& policy, TypeTokens& tokens) {
  const FeatureScales scales = feature_scales(policy, tokens.name);
  Graph& graph = *tokens.features.graph;
  const Value centred =
      tokens.features - graph.constant(std::span<const float>(scales.mean), {tokens.width});
  const Value scaled =
      centred * graph.constant(std::span<const float>(scales.scale), {tokens.width});
  const auto limit = static_cast<double>(policy.config.observation_clip);
  tokens.features = at_most(at_least(scaled, -limit), limit);
}

/// Moves what was seen in the world into the frame of the agent; `seen` has entities alone.
void to_agent(const ObservationSpace& space, const MovingFrame& frame, Seen& seen) {
  for (std::size_t t = 0; t < seen.types.size(); ++t) {
    TypeTokens& tokens = seen.types[t];
    tokens.features = frame.to_agent(space.types[t], tokens.features);
    if (tokens.motion.graph == nullptr) continue;
    const Value rest = full_like(seen.origin, 0, Type::kFloat);  // Velocities stay.
    tokens.motion = tokens.motion - concat({seen.origin, rest}, 2);
    if (frame.rotates()) tokens.motion = frame.rotate_motions(tokens.motion);
  }
}

}  // namespace

Seen read_observation(const Ports& ports, const ExportedPolicy& policy) {
  const ObservationSpace& space = policy.kind.observation;
  const bool with_motion = nn::needs_motion(policy.config.encoder);
  Seen seen;
  for (const EntityType& type : space.types)
    seen.types.push_back(read_entities(ports, type, seen.types.empty(), with_motion));
  if (with_motion) seen.origin = place_of(seen.types.front());
  const Value self = seen.types.front().features;
  const MovingFrame frame(space.types.front(), policy.config.frame, self);
  to_agent(space, frame, seen);
  const SensorContext context{ports, frame, with_motion, seen.origin, size_of(self, 0)};
  for (const RayModality& rays : space.rays) seen.types.push_back(read_rays(context, rays));
  for (const ImageModality& image : space.images)
    seen.types.push_back(read_image(context, image, policy.config.image_patch));
  for (TypeTokens& tokens : seen.types) {
    if (tokens.width == 0) continue;
    if (policy.config.normalise_observations) normalise(policy, tokens);
    if (tokens.may_lack)
      tokens.features = where(unsqueeze(tokens.there, {2}), tokens.features, 0.0);
  }
  return seen;
}

}  // namespace saccade::onnx
