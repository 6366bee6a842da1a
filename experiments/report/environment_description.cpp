#include "experiments/report/environment_description.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "envs/episode/episode_runner.h"
#include "envs/episode/geometry_text.h"
#include "experiments/checkpoint/space_description.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

std::string type_name(const OptionValue& value) {
  constexpr const char* kNames[] = {"bool", "int", "float", "string", "list of strings"};
  return kNames[value.index()];
}

std::string text_of(const OptionValue& value) {
  return std::visit(
      [&value](const auto& v) {
        using Value = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
          return detail::option_text(value);
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

std::string describe_limits(const EnvironmentSpec& spec) {
  const std::string steps = spec.max_steps == kNoLimit
                                ? "any number of steps"
                                : fmt::format("at most {} steps", spec.max_steps);
  const bool any_reward = std::isinf(spec.reward_low) && std::isinf(spec.reward_high);
  const std::string rewards =
      any_reward ? "of any size" : fmt::format("in [{}, {}]", spec.reward_low, spec.reward_high);
  const int agents = spec.agent_count();
  const std::string kinds =
      spec.kinds.size() == 1 ? "" : fmt::format(" of {} kinds", spec.kinds.size());
  return fmt::format("{} agent{}{}, {} at {} per second, rewards {}\n", agents,
                     agents == 1 ? "" : "s", kinds, steps, spec.steps_per_second, rewards);
}

std::string describe_head(const ActionHead& head, const ObservationSpace& space) {
  const std::string text = std::visit([&space](const auto& h) { return h.describe(space); }, head);
  std::vector<const char*> notes;
  if (is_masked(head)) notes.push_back("masked");
  if (is_optional(head)) notes.push_back("not always");
  const std::string noted = notes.empty() ? "" : fmt::format(" ({})", fmt::join(notes, ", "));
  return fmt::format("  {}: {}{}\n", head_name(head), text, noted);
}

std::string describe_type(const EntityType& type) {
  std::string number;
  if (type.fixed_count >= 0) number = fmt::format(" ({} always)", type.fixed_count);
  const char* const viewer = type.critic_only ? " (critic only)" : "";
  const std::string features =
      type.features.empty() ? "no features" : fmt::format("{}", fmt::join(type.features, ", "));
  std::string text = fmt::format("  {}{}{}: {}\n", type.name, number, viewer, features);
  std::vector<std::string> groups;
  for (const Geometry& group : type.geometry) groups.push_back(geometry_text(group));
  if (!groups.empty()) text += fmt::format("      geometry: {}\n", fmt::join(groups, ", "));
  return text;
}

const char* presence(bool optional) {
  return optional ? ", not always" : "";
}

std::string describe_sensors(const ObservationSpace& space) {
  std::string text = space.rays.empty() && space.images.empty() ? "" : "\nSensors\n";
  for (const RayModality& rays : space.rays) {
    text += fmt::format("  {}: {} rays of {}{}; they hit {}\n", rays.name, rays.count, rays.range,
                        presence(rays.optional), fmt::join(rays.hits, ", "));
  }
  for (const ImageModality& image : space.images) {
    text += fmt::format("  {}: image of {} x {} pixels of {}{}; channels {}\n", image.name,
                        image.height, image.width, image.pixel_size, presence(image.optional),
                        fmt::join(image.channels, ", "));
  }
  return text;
}

std::string describe_kind(const AgentKind& kind) {
  std::string text;
  if (!kind.name.empty()) {
    text += fmt::format("\nAgent kind {}: {} agent{}\n", kind.name, kind.agents,
                        kind.agents == 1 ? "" : "s");
  }
  text += "\nEntity types and their features\n";
  for (const EntityType& type : kind.observation.types) text += describe_type(type);
  text += describe_sensors(kind.observation);
  text += "\nActions\n";
  for (const ActionHead& head : kind.action.heads) text += describe_head(head, kind.observation);
  return text;
}

std::string describe_option(const OptionSpec& option) {
  return fmt::format("  env.{} = {}  ({})\n      {}\n", option.name, text_of(option.default_value),
                     accepted_values(option), option.help);
}

/// As files hold it, but for entity types, which are told by name.
template <class Value>
Json field_json(const Value& value, bool are_types, const ObservationSpace& space) {
  if constexpr (std::is_same_v<Value, std::vector<int>>) {
    if (are_types) {
      Json names = Json::array();
      for (const int type : value)
        names.push_back(space.types[static_cast<std::size_t>(type)].name);
      return names;
    }
  }
  return value;
}

Json head_json(const ActionHead& head, const ObservationSpace& space) {
  Json json = {{"name", head_name(head)}, {"masked", is_masked(head)}, {"kind", head_kind(head)}};
  std::visit(
      [&](const auto& h) {
        for_each_field<std::decay_t<decltype(h)>>([&](const auto& field) {
          const auto& value = h.*field.member;
          if (!is_stored(field, value)) return;
          json[field.name] = field_json(value, field.are_types, space);
        });
      },
      head);
  return json;
}

/// null: no bound.
Json bound_json(float bound) {
  return std::isfinite(bound) ? Json(bound) : Json();
}

Json option_json(const OptionSpec& option) {
  Json json = {{"name", option.name}, {"type", type_name(option.default_value)}};
  json["default"] = std::visit([](const auto& value) { return Json(value); }, option.default_value);
  if (std::isfinite(option.min)) json["min"] = option.min;
  if (std::isfinite(option.max)) json["max"] = option.max;
  if (!option.choices.empty()) json["choices"] = option.choices;
  json["help"] = option.help;
  return json;
}

Json kind_json(const AgentKind& kind) {
  Json json = {{"entities", Json::array()},
               {"rays", Json::array()},
               {"images", Json::array()},
               {"actions", Json::array()}};
  for (const EntityType& type : kind.observation.types) {
    Json row = {{"name", type.name}, {"features", type.features}};
    if (type.fixed_count >= 0) row["fixed_count"] = type.fixed_count;
    if (type.critic_only) row["critic_only"] = true;
    if (!type.geometry.empty()) row["geometry"] = type.geometry;
    json["entities"].push_back(std::move(row));
  }
  for (const RayModality& rays : kind.observation.rays) {
    json["rays"].push_back(to_json(rays, "name"));
  }
  for (const ImageModality& image : kind.observation.images) {
    json["images"].push_back(to_json(image, "name"));
  }
  for (const ActionHead& head : kind.action.heads) {
    json["actions"].push_back(head_json(head, kind.observation));
  }
  return json;
}

}  // namespace

std::string describe_text(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec =
      spec_of([&entry] { return make_environment(entry, Options(entry.options)); });
  std::string text = fmt::format("{}: {}\n\n", entry.id, entry.summary) + describe_limits(spec);
  if (!spec.outcomes.empty()) text += fmt::format("Outcomes: {}\n", fmt::join(spec.outcomes, ", "));
  if (!spec.counts.empty()) text += fmt::format("Counts: {}\n", fmt::join(spec.counts, ", "));
  for (const AgentKind& kind : spec.kinds) text += describe_kind(kind);
  text += entry.options.empty() ? "\nNo options\n" : "\nOptions and their defaults\n";
  for (const OptionSpec& option : entry.options) text += describe_option(option);
  return text;
}

Json describe_json(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec =
      spec_of([&entry] { return make_environment(entry, Options(entry.options)); });
  Json json = {{"id", entry.id},
               {"summary", entry.summary},
               {"agents", spec.agent_count()},
               {"max_steps", spec.max_steps == kNoLimit ? Json() : Json(spec.max_steps)},
               {"steps_per_second", spec.steps_per_second},
               {"reward", {bound_json(spec.reward_low), bound_json(spec.reward_high)}},
               {"outcomes", spec.outcomes},
               {"counts", spec.counts}};
  if (spec.kinds.size() == 1 && spec.kinds[0].name.empty()) {
    json.update(kind_json(spec.kinds[0]));
  } else {
    json["kinds"] = Json::array();
    for (const AgentKind& kind : spec.kinds) {
      json["kinds"].push_back({{"name", kind.name}, {"agents", kind.agents}});
      json["kinds"].back().update(kind_json(kind));
    }
  }
  json["options"] = Json::array();
  for (const OptionSpec& option : entry.options) json["options"].push_back(option_json(option));
  return json;
}

}  // namespace saccade
