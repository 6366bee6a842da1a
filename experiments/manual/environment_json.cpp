#include "experiments/manual/environment_json.h"

#include <cmath>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "envs/spaces/space_description.h"
#include "experiments/manual/phrases.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

std::string type_name(const OptionValue& value) {
  constexpr const char* kNames[] = {"bool", "int", "float", "string", "list of strings"};
  return kNames[value.index()];
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

Json lines_json(const std::vector<ManualLine>& lines) {
  Json json = Json::object();
  for (const ManualLine& line : lines) json[line.name] = line.meaning;
  return json;
}

Json manual_json(const EnvironmentManual& manual) {
  return {{"task", manual.task},
          {"features", lines_json(manual.features)},
          {"actions", lines_json(manual.actions)},
          {"reward", manual.reward},
          {"ends", manual.ends},
          {"source", manual.source},
          {"differences", manual.differences}};
}

}  // namespace

Json describe_json(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec = default_spec(entry);
  Json json = {{"id", entry.id},
               {"summary", entry.summary},
               {"agents", spec.agent_count()},
               {"max_steps", spec.max_steps == kNoLimit ? Json() : Json(spec.max_steps)},
               {"steps_per_second", spec.steps_per_second},
               {"reward", {bound_json(spec.reward_low), bound_json(spec.reward_high)}},
               {"outcomes", spec.outcomes},
               {"counts", spec.counts},
               {"has_edits", spec.has_edits}};
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
  json["manual"] = manual_json(entry.manual);
  return json;
}

}  // namespace saccade
