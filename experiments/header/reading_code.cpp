#include "experiments/header/reading_code.h"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

std::size_t column_of(const EntityType& type, const std::string& feature) {
  const auto found = std::find(type.features.begin(), type.features.end(), feature);
  return static_cast<std::size_t>(found - type.features.begin());
}

bool is_place(const Geometry& group) {
  return group.kind == Geometry::kPoint || group.kind == Geometry::kPosition;
}

/// Brings one group of features into the agent's frame.
std::string move_code(const HeaderPlan& plan, const EntityType& type, const Geometry& group) {
  const double unit_x = static_cast<double>(group.unit.x);
  const std::string x = std::to_string(column_of(type, group.features.front()));
  if (!plan.needs("pose") && !is_place(group)) return "";
  if (group.features.size() == 1)
    return filled("  move_angle(pose, $1, row + $2);\n", {literal(unit_x), x});
  return filled("  move(pose, {$1, $2, $3, $4}, $5, row);\n",
                {x, std::to_string(column_of(type, group.features.back())), literal(unit_x),
                 literal(static_cast<double>(group.unit.y)), is_place(group) ? "true" : "false"});
}

std::string entity_body(const HeaderPlan& plan, std::size_t t) {
  const TokenNames& names = plan.tokens[t];
  if (names.fields.empty()) return "";
  std::string text = fmt::format("  const auto& entity = {};\n", plan.entity(t));
  for (std::size_t i = 0; i < names.fields.size(); ++i)
    text += fmt::format("  row[{}] = entity.{};\n", i, names.fields[i]);
  if (!plan.needs("moved")) return text;
  const EntityType& type = plan.space().types[t];
  for (const Geometry& group : type.geometry) text += move_code(plan, type, group);
  return text;
}

/// The waves that tell of where a token of a sensor stands, [tokens x count].
std::vector<float> waves_of(const std::vector<float>& features, std::size_t width,
                            std::size_t count) {
  std::vector<float> waves;
  for (std::size_t end = width; end <= features.size(); end += width)
    waves.insert(waves.end(), features.begin() + static_cast<std::ptrdiff_t>(end - count),
                 features.begin() + static_cast<std::ptrdiff_t>(end));
  return waves;
}

std::string rays_body(const HeaderPlan& plan, std::size_t t, const RayModality& rays,
                      WeightCode& weights) {
  const auto count = static_cast<std::size_t>(rays.count);
  const Observation::Rays nothing{.present = true,
                                  .origin = {},
                                  .distances = std::vector<float>(count),
                                  .hits = std::vector<int>(count)};
  std::vector<float> features;
  RayTokens(rays).append_features(nothing, features);
  const std::string waves =
      weights.add(rays.name + " waves", "Waves of the angle of each ray of " + rays.name + ".",
                  waves_of(features, static_cast<std::size_t>(plan.types[t].width), 6));
  std::string text = filled(
      "  const auto& fan = *seen.$1;\n"
      "  read_ray<$2>(fan.distance[i], $3, fan.hit[i], $4 + 6 * i, row);\n",
      {plan.tokens[t].member, std::to_string(rays.hits.size()), literal(rays.range), waves});
  if (plan.needs("turned_rays")) {
    text += fmt::format(
        "  turn_waves(pose, sine_cosine(static_cast<double>(fan.heading)), row + {});\n",
        rays.hits.size() + 2);
  }
  return text;
}

std::string image_body(const HeaderPlan& plan, std::size_t t, const ImageModality& image,
                       WeightCode& weights) {
  const Observation::Image black{
      .present = true,
      .origin = {},
      .pixels = std::vector<float>(static_cast<std::size_t>(image.height) *
                                   static_cast<std::size_t>(image.width) * image.channels.size())};
  std::vector<float> features;
  PatchTokens(image, plan.config().image_patch).append_features(black, features);
  const std::string waves =
      weights.add(image.name + " waves", "Waves of the place of each patch of " + image.name + ".",
                  waves_of(features, static_cast<std::size_t>(plan.types[t].width), 12));
  return filled("  $1::read(seen.$2->pixels, i, $3, row);\n",
                {patches_type(plan, t), plan.tokens[t].member, waves});
}

std::string sensor_body(const HeaderPlan& plan, std::size_t t, WeightCode& weights) {
  const std::size_t sensor = t - plan.entity_types(), rays = plan.space().rays.size();
  if (sensor < rays) return rays_body(plan, t, plan.space().rays[sensor], weights);
  return image_body(plan, t, plan.space().images[sensor - rays], weights);
}

std::string normalising(const HeaderPlan& plan, std::size_t t, WeightCode& weights) {
  if (!plan.needs("normalise") || plan.types[t].width == 0) return "";
  const std::string& name = plan.types[t].name;
  const FeatureScales scales = feature_scales(plan.policy, name);
  const std::string mean =
      weights.add(name + " mean", "Means of the features of " + name + ".", scales.mean);
  const std::string scale =
      weights.add(name + " scale", "1 / deviation of the features of " + name + ".", scales.scale);
  return filled("  normalise_features({$1, $2}, $3, row);\n",
                {mean, scale, std::to_string(plan.types[t].width)});
}

std::string function_name(const HeaderPlan& plan, std::size_t t) {
  return "features_of_" + plan.tokens[t].member;
}

std::string pose_code(const HeaderPlan& plan) {
  const EntityType& self = plan.space().types[0];
  std::string text =
      "/// Where the agent is and faces, by its own features.\n"
      "inline OwnPose pose_of(const Observation& seen) {\n  OwnPose pose;\n";
  for (const Geometry& group : self.geometry) {
    const auto value = [&](std::size_t i) {
      return fmt::format("static_cast<double>(seen.{}.{}) * {}", plan.tokens[0].member,
                         plan.tokens[0].fields[column_of(self, group.features[i])],
                         literal(static_cast<double>(i == 0 ? group.unit.x : group.unit.y)));
    };
    if (group.kind == Geometry::kPosition)
      text += filled("  pose.x = $1;\n  pose.y = $2;\n", {value(0), value(1)});
    if (group.kind != Geometry::kHeading || !plan.needs("pose")) continue;
    text += group.features.size() == 1
                ? filled("  face(pose, $1);\n", {value(0)})
                : filled("  face(pose, $1,\n       $2);\n", {value(0), value(1)});
  }
  return text + "  return pose;\n}\n\n";
}

}  // namespace

std::string patches_type(const HeaderPlan& plan, std::size_t type) {
  const ImageModality& image =
      plan.space().images[type - plan.entity_types() - plan.space().rays.size()];
  return fmt::format("Patches<{}, {}, {}, {}>", image.height, image.width, image.channels.size(),
                     plan.config().image_patch);
}

std::string reading_call(const HeaderPlan& plan, std::size_t type, const std::string& index,
                         const std::string& row) {
  return fmt::format("{}(seen, {}{}, {})", function_name(plan, type),
                     plan.needs("moved") ? "pose, " : "", index, row);
}

std::string reading_code(const HeaderPlan& plan, WeightCode& weights) {
  std::string text = plan.needs("moved") ? pose_code(plan) : "";
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (!plan.reads(t)) continue;
    const bool entity = t < plan.entity_types();
    text += filled(
        "/// The $1 features of token i of \"$2\".\n"
        "inline void $3([[maybe_unused]] const Observation& seen,$4\n"
        "    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {\n",
        {std::to_string(plan.types[t].width), comment_text(plan.types[t].name),
         function_name(plan, t),
         plan.needs("moved") ? " [[maybe_unused]] const OwnPose& pose," : ""});
    text += entity ? entity_body(plan, t) : sensor_body(plan, t, weights);
    text += normalising(plan, t, weights) + "}\n\n";
  }
  return text;
}

}  // namespace saccade
