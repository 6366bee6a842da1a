#include "experiments/manual/environment_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/manual/phrases.h"
#include "experiments/terminal/fitted_text.h"

namespace saccade {

namespace {

constexpr std::size_t kColumns = 90;

/// "\nReward\n  ...", or nothing without a text.
std::string section(const char* title, const std::string& text) {
  if (text.empty()) return "";
  return fmt::format("\n{}\n{}", title, folded(text, {.columns = kColumns, .indent = 2}));
}

std::string described(const std::string& name, std::size_t width, const std::string& meaning) {
  const std::string label = fmt::format("      {:<{}}  ", name, width);
  const std::string lines = folded(meaning, {.columns = kColumns, .indent = label.size()});
  return lines.empty() ? label + '\n' : label + lines.substr(label.size());
}

std::string feature_lines(const EntityType& type, const std::vector<ManualLine>& lines) {
  std::size_t width = 0;
  for (const std::string& feature : type.features) width = std::max(width, feature.size());
  std::string text;
  for (const std::string& feature : type.features) {
    const std::string* meaning = meaning_of(lines, type.name, feature);
    text += meaning ? described(feature, width, *meaning) : "      " + feature + '\n';
  }
  return text;
}

/// Features on a line of their own where something is known of one.
std::string describe_type(const EntityType& type, const std::vector<ManualLine>& lines) {
  const bool is_told = std::any_of(
      type.features.begin(), type.features.end(),
      [&](const std::string& feature) { return meaning_of(lines, type.name, feature) != nullptr; });
  std::string text = "  " + type_phrase(type);
  if (is_told) {
    text += '\n' + feature_lines(type, lines);
  } else if (type.features.empty()) {
    text += ": no features\n";
  } else {
    text += fmt::format(": {}\n", fmt::join(type.features, ", "));
  }
  if (!type.geometry.empty()) text += fmt::format("      geometry: {}\n", geometry_phrase(type));
  return text;
}

/// What the manual says of a sensor or an action head, below it.
std::string remark(const std::vector<ManualLine>& lines, const std::string& name) {
  const std::string* meaning = meaning_of(lines, "", name);
  return meaning ? folded(*meaning, {.columns = kColumns, .indent = 6}) : "";
}

std::string describe_sensors(const ObservationSpace& space, const std::vector<ManualLine>& lines) {
  std::string text = space.rays.empty() && space.images.empty() ? "" : "\nSensors\n";
  for (const RayModality& rays : space.rays) {
    text += fmt::format("  {}: {}\n", rays.name, rays_phrase(rays)) + remark(lines, rays.name);
  }
  for (const ImageModality& image : space.images) {
    text += fmt::format("  {}: {}\n", image.name, image_phrase(image)) + remark(lines, image.name);
  }
  return text;
}

std::string describe_kind(const AgentKind& kind, const EnvironmentManual& manual) {
  std::string text;
  if (!kind.name.empty()) {
    text += fmt::format("\nAgent kind {}: {} agent{}\n", kind.name, kind.agents,
                        kind.agents == 1 ? "" : "s");
  }
  text += "\nEntity types and their features\n";
  for (const EntityType& type : kind.observation.types)
    text += describe_type(type, manual.features);
  text += describe_sensors(kind.observation, manual.features);
  text += "\nActions\n";
  for (const ActionHead& head : kind.action.heads) {
    text += fmt::format("  {}: {}\n", head_name(head), head_phrase(head, kind.observation));
    text += remark(manual.actions, head_name(head));
  }
  return text;
}

std::string describe_option(const OptionSpec& option) {
  return fmt::format("  env.{} = {}  ({})\n", option.name, default_phrase(option),
                     accepted_values(option)) +
         folded(option.help, {.columns = kColumns, .indent = 6});
}

}  // namespace

std::string describe_text(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec = default_spec(entry);
  const EnvironmentManual& manual = entry.manual;
  std::string text = fmt::format("{}: {}\n", entry.id, entry.summary);
  if (!manual.task.empty()) text += '\n' + folded(manual.task, {.columns = kColumns});
  text += fmt::format("\n{}\n", limits_phrase(spec));
  if (!spec.outcomes.empty()) text += fmt::format("Outcomes: {}\n", fmt::join(spec.outcomes, ", "));
  if (!spec.counts.empty()) text += fmt::format("Counts: {}\n", fmt::join(spec.counts, ", "));
  text += fmt::format("Edits of the state: {}\n", spec.has_edits ? "yes" : "no");
  for (const AgentKind& kind : spec.kinds) text += describe_kind(kind, manual);
  text += section("Reward", manual.reward) + section("Ends", manual.ends);
  text +=
      section("Source", manual.source) + section("Differences from the source", manual.differences);
  text += entry.options.empty() ? "\nNo options\n" : "\nOptions and their defaults\n";
  for (const OptionSpec& option : entry.options) text += describe_option(option);
  return text;
}

}  // namespace saccade
