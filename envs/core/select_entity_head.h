// A choice among the entities in view.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "envs/core/choice.h"
#include "envs/core/observation.h"

namespace saccade {

/// Chooses an entity of the given types.  The action value is an index into the candidates: the
/// rows of those types in the order of `types`, then of the rows.  -1 when there is no candidate.
struct SelectEntityHead {
  std::string name;
  std::vector<int> types;
  bool masked = false;    ///< Each observation says which candidates are allowed.
  bool optional = false;  ///< Whether some observations leave it out; see Observation::skip_head.

  static constexpr const char* kKind = "select-entity";
  static constexpr float kSkippedAction = -1;
  static constexpr auto fields() {
    return std::tuple(Field("types", &SelectEntityHead::types, {.are_types = true}),
                      Field("masked", &SelectEntityHead::masked),
                      Field("optional", &SelectEntityHead::optional, {.only_if_set = true}));
  }
  bool operator==(const SelectEntityHead&) const = default;

  int action_width() const { return 1; }
  bool is_masked() const { return masked; }
  int choice_count(const Observation& seen) const {
    int count = 0;
    for (const int type : types) count += seen.rows()[static_cast<std::size_t>(type)].count();
    return count;
  }

  void check(const ObservationSpace& space) const {
    const std::string thing = "action head " + name;
    const auto count = static_cast<int>(space.types.size());
    detail::want(!types.empty(), thing, "no entity types", "at least one");
    std::vector<int> sorted = types;
    std::sort(sorted.begin(), sorted.end());
    detail::want(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end(), thing,
                 "a type twice", "each once");
    detail::want(sorted.front() >= 0 && sorted.back() < count, thing,
                 "an entity type that does not exist", "types 0 to " + std::to_string(count - 1));
    for (const int type : types) {
      const EntityType& named = space.types[static_cast<std::size_t>(type)];
      detail::want(!named.critic_only, thing,
                   "entity type " + named.name + ", which is critic_only",
                   "types that the policy sees");
    }
  }
  void check_action(const Observation& seen, std::span<const std::uint8_t> mask,
                    std::span<const float> action) const {
    detail::check_choice(name, choice_count(seen), mask, action.front());
  }
  void random_action(const Observation& seen, std::span<const std::uint8_t> mask, Rng& rng,
                     std::span<float> action) const {
    action.front() = static_cast<float>(detail::random_choice(choice_count(seen), mask, rng));
  }

  std::string summary() const { return "an entity"; }
  std::string describe(const ObservationSpace& space) const {
    std::string text = "one entity of:";
    for (const int type : types) text += ' ' + space.types[static_cast<std::size_t>(type)].name;
    return text;
  }
};

}  // namespace saccade
