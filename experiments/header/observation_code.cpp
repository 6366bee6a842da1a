#include "experiments/header/observation_code.h"

#include <fmt/format.h>

#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

/// What a comment says of a name that could not stay as it is.
std::string original(const std::string& name, const std::string& identifier) {
  return name == identifier ? "" : fmt::format("  // \"{}\"", comment_text(name));
}

std::string names_with_numbers(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", i, comment_text(names[i]));
  return text;
}

std::string entity_struct(const HeaderPlan& plan, std::size_t t) {
  const TokenNames& names = plan.tokens[t];
  std::string text = fmt::format("/// \"{}\"{}.\nstruct {} {{\n", comment_text(plan.types[t].name),
                                 t == 0 ? ", the agent itself" : "", names.structure);
  for (std::size_t i = 0; i < names.fields.size(); ++i) {
    text += fmt::format("  float {} = 0;{}\n", names.fields[i],
                        original(plan.types[t].features[i], names.fields[i]));
  }
  if (!names.position.empty())
    text += fmt::format("  Vector {};  // World units.\n", names.position);
  if (!names.velocity.empty())
    text += fmt::format("  Vector {};  // World units per second.\n", names.velocity);
  return text + "};\n\n";
}

std::string rays_struct(const HeaderPlan& plan, std::size_t t, const RayModality& rays) {
  std::string text = filled(
      "/// \"$1\": a fan of rays, counter-clockwise from the heading.\n"
      "struct $2 {\n"
      "  float distance[$3] = {};  // In [0, $4].\n"
      "  int hit[$3] = {};         // $5; -1 nothing, and the distance is $4.\n",
      {comment_text(rays.name), plan.tokens[t].structure, std::to_string(rays.count),
       fmt::format("{}", rays.range), names_with_numbers(rays.hits)});
  if (plan.needs("motion"))
    text += "  float x = 0, y = 0;  // Where the rays begin, world units.\n";
  if (plan.needs("motion") || plan.needs("pose"))
    text += "  float heading = 0;   // Of ray 0, rad.\n";
  return text + "};\n\n";
}

std::string image_struct(const HeaderPlan& plan, std::size_t t, const ImageModality& image) {
  const std::size_t channels = image.channels.size();
  std::string text = filled(
      "/// \"$1\": an image of $2 x $3 pixels with $4 channels ($5).\n"
      "struct $6 {\n"
      "  float pixels[$2 * $3 * $4] = {};  // Row by row from the top, all channels of a pixel "
      "together.\n",
      {comment_text(image.name), std::to_string(image.height), std::to_string(image.width),
       std::to_string(channels), names_with_numbers(image.channels), plan.tokens[t].structure});
  if (plan.needs("motion")) text += "  float x = 0, y = 0;  // Of its centre, world units.\n";
  return text + "};\n\n";
}

std::string sensor_struct(const HeaderPlan& plan, std::size_t t) {
  const std::size_t sensor = t - plan.entity_types(), rays = plan.space().rays.size();
  if (sensor < rays) return rays_struct(plan, t, plan.space().rays[sensor]);
  return image_struct(plan, t, plan.space().images[sensor - rays]);
}

std::string entity_member(const HeaderPlan& plan, std::size_t t) {
  const TokenNames& names = plan.tokens[t];
  const int count = plan.most_of(t);
  if (count == 0) return "";
  if (count == 1) return fmt::format("  {} {};\n", names.structure, names.member);
  if (count > 0) return fmt::format("  {} {}[{}] = {{}};\n", names.structure, names.member, count);
  return fmt::format("  Entities<{}> {};{}\n", names.structure, names.member,
                     plan.types[t].critic_only ? "  // For the value alone." : "");
}

std::string head_members(const ActionHead& head, const HeadNames& names) {
  std::string text;
  if (!names.present.empty())
    text +=
        fmt::format("  bool {} = true;  // Whether this decision is asked for.\n", names.present);
  if (names.allowed.empty()) return text;
  const bool labels = std::holds_alternative<CategoricalHead>(head);
  return text + fmt::format(
                    "  /// [{}] 1 for what may be chosen, else 0; null: everything.\n"
                    "  const std::uint8_t* {} = nullptr;\n",
                    labels ? std::to_string(names.labels.size()) : "candidates", names.allowed);
}

}  // namespace

std::string observation_code(const HeaderPlan& plan) {
  std::string text, members;
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (!plan.reads(t)) continue;
    const bool entity = t < plan.entity_types();
    text += entity ? entity_struct(plan, t) : sensor_struct(plan, t);
    members += entity ? entity_member(plan, t)
                      : fmt::format("  const {}* {} = nullptr;{}\n", plan.tokens[t].structure,
                                    plan.tokens[t].member,
                                    plan.types[t].fixed_count < 0 ? "  // Null: no reading." : "");
  }
  for (std::size_t h = 0; h < plan.heads.size(); ++h)
    members += head_members(plan.policy.kind.action.heads[h], plan.heads[h]);
  return text + "/// What an agent sees.\nstruct Observation {\n" + members + "};\n\n";
}

}  // namespace saccade
