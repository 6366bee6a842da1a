// Implementation of check_spec; included by episode_runner.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
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

/// The character that begins at `at`, which moves behind it; -1 when it is not UTF-8.
inline std::int32_t take_character(const std::string& text, std::size_t& at) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(at);
  const std::size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  std::uint32_t code = more == 0 ? first : first & (0x3fU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return -1;
    code = (code << 6) | (byte(at + i) & 0x3fU);
  }
  at += more + 1;
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  const bool is_lead = first < 0x80 || (first >= 0xc2 && first < 0xf5);
  const bool is_valid = is_lead && code >= kSmallest[more] && code <= 0x10ffff && !is_surrogate;
  return is_valid ? static_cast<std::int32_t>(code) : -1;
}

/// Characters that a terminal or an editor obeys instead of showing: controls, line and paragraph
/// separators, and those that turn the direction of writing.
inline bool is_obeyed(std::int32_t code) {
  const auto within = [code](std::int32_t low, std::int32_t high) {
    return code >= low && code <= high;
  };
  return within(0, 0x1f) || within(0x7f, 0x9f) || within(0x200e, 0x200f) ||
         within(0x2028, 0x202e) || within(0x2066, 0x2069) || code == 0x61c || code == 0xfeff;
}

inline bool is_printable_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t code = take_character(text, at);
    if (code < 0 || is_obeyed(code)) return false;
  }
  return true;
}

/// For a message: what is not plain ASCII as \xNN.
inline std::string escaped(const std::string& text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte < 0x7f) {
      result += letter;
    } else {
      result += std::string("\\x") + kDigits[byte >> 4] + kDigits[byte & 0xf];
    }
  }
  return result + '"';
}

/// Names end up in files' columns and tensors, on terminals and in windows.
inline void check_name(const std::string& thing, const std::string& name) {
  want(!name.empty(), thing, "an empty name", "a name");
  want(name.size() <= kLongestName, thing,
       "a name of " + std::to_string(name.size()) + " bytes, " +
           escaped(name.substr(0, kLongestName)) + "...",
       "at most " + std::to_string(kLongestName));
  want(is_printable_utf8(name), thing, "the name " + escaped(name),
       "printable characters, in UTF-8");
}

inline void check_names(const std::string& thing, const std::vector<std::string>& names) {
  for (const std::string& name : names) check_name(thing, name);
}

inline void want_distinct_names(const std::string& thing, std::vector<std::string> names) {
  check_names(thing, names);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  want(twice == names.end(), thing, twice == names.end() ? "" : *twice + " twice",
       "different names");
}

inline void want_positive(const std::string& thing, const std::string& what, float value) {
  want(std::isfinite(value) && value > 0, thing, what + ' ' + number_text(value),
       "a finite number above 0");
}

inline void check_modality(const RayModality& rays) {
  check_name("rays", rays.name);
  const std::string thing = "rays " + rays.name;
  want(rays.count >= 1, thing, std::to_string(rays.count) + " rays", "at least 1");
  want_positive(thing, "range", rays.range);
  want(!rays.hits.empty(), thing, "no kind of hit", "at least one");
  want_distinct_names("hits of " + thing, rays.hits);
}

inline void check_modality(const ImageModality& image) {
  check_name("image", image.name);
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
    check_name("entity types", type.name);
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
  check_names("labels of action head " + head.name, head.labels);
}

inline void check_head(const ContinuousHead& head, const EnvironmentSpec& /*spec*/) {
  const std::string thing = "action head " + head.name;
  want(!head.low.empty(), thing, "no dimensions", "at least one");
  want(head.low.size() == head.high.size() && head.low.size() == head.labels.size(), thing,
       std::to_string(head.labels.size()) + " labels, " + std::to_string(head.low.size()) +
           " low and " + std::to_string(head.high.size()) + " high bounds",
       "as many of each");
  check_names("labels of " + thing, head.labels);
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
    check_name("action heads", names.back());
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
    detail::check_name("id", spec.id);
    detail::want(detail::is_kebab_case(spec.id), "id", '"' + spec.id + '"', "kebab case");
    detail::check_entity_types(spec.observation.types);
    detail::check_modalities(spec.observation);
    detail::check_action_heads(spec);
    detail::check_numbers(spec);
    detail::want_distinct_names("outcomes", spec.outcomes);
    detail::want_distinct_names("counts", spec.counts);
  } catch (const Error& error) {
    const bool is_shown = detail::is_printable_utf8(spec.id);
    throw Error("environment " + (is_shown ? spec.id : detail::escaped(spec.id)) +
                ": description: " + error.what());
  }
}

}  // namespace saccade
