// Implementation of check_spec; included by episode_runner.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/registry.h"

namespace saccade {
namespace detail {

inline void want(bool holds, const std::string& thing, const std::string& found,
                 const std::string& wanted) {
  if (!holds) throw Error(thing + ": found " + found + ", wanted " + wanted);
}

inline void want_distinct_names(const std::string& thing, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  want(names.empty() || !names.front().empty(), thing, "an empty name", "a name");
  const auto twice = std::adjacent_find(names.begin(), names.end());
  want(twice == names.end(), thing, twice == names.end() ? "" : *twice + " twice",
       "different names");
}

inline void want_positive(const std::string& thing, const std::string& what, float value) {
  want(std::isfinite(value) && value > 0, thing, what + ' ' + number_text(value),
       "a finite number above 0");
}

inline void check_modality(const RayModality& rays) {
  const std::string thing = "rays " + rays.name;
  want(rays.count >= 1, thing, std::to_string(rays.count) + " rays", "at least 1");
  want_positive(thing, "range", rays.range);
  want(!rays.hits.empty(), thing, "no kind of hit", "at least one");
  want_distinct_names("hits of " + thing, rays.hits);
}

inline void check_modality(const ImageModality& image) {
  const std::string thing = "image " + image.name;
  want(image.height >= 1 && image.width >= 1, thing,
       std::to_string(image.height) + " x " + std::to_string(image.width) + " pixels",
       "at least 1 x 1");
  want_positive(thing, "pixel_size", image.pixel_size);
  want(!image.channels.empty(), thing, "no channels", "at least one");
  want_distinct_names("channels of " + thing, image.channels);
}

inline void check_modalities(const ObservationSpace& space) {
  std::vector<std::string> names;
  for (const EntityType& type : space.types) names.push_back(type.name);
  for (const RayModality& rays : space.rays) {
    check_modality(rays);
    names.push_back(rays.name);
  }
  for (const ImageModality& image : space.images) {
    check_modality(image);
    names.push_back(image.name);
  }
  want_distinct_names("entity types, rays and images", names);
}

inline void check_entity_types(const std::vector<EntityType>& types) {
  want(!types.empty(), "entity types", "none", "at least the agent itself");
  std::vector<std::string> names;
  for (const EntityType& type : types) {
    names.push_back(type.name);
    want(!type.features.empty(), "entity type " + type.name, "no features", "at least one");
    want(type.fixed_count >= -1, "entity type " + type.name,
         "fixed_count " + std::to_string(type.fixed_count), "-1 or more");
    want_distinct_names("features of entity type " + type.name, type.features);
  }
  want_distinct_names("entity types", names);
  const int self = types[0].fixed_count;
  want(self == 1 || self == -1, "entity type " + types[0].name + ", the agent itself",
       "fixed_count " + std::to_string(self), "1");
}

inline void check_head(const CategoricalHead& head, const EnvironmentSpec& /*spec*/) {
  want(!head.labels.empty(), "action head " + head.name, "no labels", "at least one");
}

inline void check_head(const ContinuousHead& head, const EnvironmentSpec& /*spec*/) {
  const std::string thing = "action head " + head.name;
  want(!head.low.empty(), thing, "no dimensions", "at least one");
  want(head.low.size() == head.high.size() && head.low.size() == head.labels.size(), thing,
       std::to_string(head.labels.size()) + " labels, " + std::to_string(head.low.size()) +
           " low and " + std::to_string(head.high.size()) + " high bounds",
       "as many of each");
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    const bool finite = std::isfinite(head.low[i]) && std::isfinite(head.high[i]);
    want(finite && head.low[i] < head.high[i], thing,
         "bounds [" + number_text(head.low[i]) + ", " + number_text(head.high[i]) + "]",
         "finite ones, low below high");
  }
}

inline void check_head(const SelectEntityHead& head, const EnvironmentSpec& spec) {
  const std::string thing = "action head " + head.name;
  const auto count = static_cast<int>(spec.observation.types.size());
  want(!head.types.empty(), thing, "no entity types", "at least one");
  std::vector<int> types = head.types;
  std::sort(types.begin(), types.end());
  want(std::adjacent_find(types.begin(), types.end()) == types.end(), thing, "a type twice",
       "each once");
  want(types.front() >= 0 && types.back() < count, thing, "an entity type that does not exist",
       "types 0 to " + std::to_string(count - 1));
}

inline void check_action_heads(const EnvironmentSpec& spec) {
  want(!spec.action.heads.empty(), "action heads", "none", "at least one");
  std::vector<std::string> names;
  for (const ActionHead& head : spec.action.heads) {
    names.push_back(head_name(head));
    std::visit([&spec](const auto& h) { check_head(h, spec); }, head);
  }
  want_distinct_names("action heads", names);
}

inline void check_numbers(const EnvironmentSpec& spec) {
  want(spec.agents >= 1, "agents", std::to_string(spec.agents), "at least 1");
  want(spec.max_steps >= 1, "max_steps", std::to_string(spec.max_steps), "at least 1");
  want(std::isfinite(spec.steps_per_second) && spec.steps_per_second > 0, "steps_per_second",
       number_text(spec.steps_per_second), "more than 0");
  const bool finite = std::isfinite(spec.reward_low) && std::isfinite(spec.reward_high);
  want(finite && spec.reward_low <= spec.reward_high, "reward range",
       "[" + number_text(spec.reward_low) + ", " + number_text(spec.reward_high) + "]",
       "finite bounds, low not above high");
}

}  // namespace detail

inline void check_spec(const EnvironmentSpec& spec) {
  try {
    detail::want(detail::is_kebab_case(spec.id), "id", '"' + spec.id + '"', "kebab case");
    detail::check_entity_types(spec.observation.types);
    detail::check_modalities(spec.observation);
    detail::check_action_heads(spec);
    detail::check_numbers(spec);
    detail::want_distinct_names("outcomes", spec.outcomes);
    detail::want_distinct_names("counts", spec.counts);
  } catch (const Error& error) {
    throw Error("environment " + spec.id + ": description: " + error.what());
  }
}

}  // namespace saccade
