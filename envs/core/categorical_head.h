// A choice among named actions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "envs/core/choice.h"
#include "envs/core/names.h"
#include "envs/core/observation.h"

namespace saccade {

/// Chooses one of `labels.size()` actions; the action value is its index.
struct CategoricalHead {
  std::string name;
  std::vector<std::string> labels;
  bool masked = false;    ///< Each observation says which actions are allowed (never none).
  bool optional = false;  ///< Whether some observations leave it out; see Observation::skip_head.

  static constexpr const char* kKind = "categorical";
  static constexpr float kSkippedAction = -1;
  static constexpr auto fields() {
    return std::tuple(Field("labels", &CategoricalHead::labels),
                      Field("masked", &CategoricalHead::masked),
                      Field("optional", &CategoricalHead::optional, {.only_if_set = true}));
  }
  bool operator==(const CategoricalHead&) const = default;

  int action_width() const { return 1; }
  bool is_masked() const { return masked; }
  int choice_count(const Observation& /*seen*/) const { return static_cast<int>(labels.size()); }

  void check(const ObservationSpace& /*space*/) const {
    detail::want(!labels.empty(), "action head " + name, "no labels", "at least one");
    detail::check_names("labels of action head " + name, labels);
  }
  void check_action(const Observation& seen, std::span<const std::uint8_t> mask,
                    std::span<const float> action) const {
    detail::check_choice(name, choice_count(seen), mask, action.front());
  }
  void random_action(const Observation& seen, std::span<const std::uint8_t> mask, Rng& rng,
                     std::span<float> action) const {
    action.front() = static_cast<float>(detail::random_choice(choice_count(seen), mask, rng));
  }

  std::string summary() const { return std::to_string(labels.size()) + " choices"; }
  std::string describe(const ObservationSpace& /*space*/) const {
    std::string text = "one of " + std::to_string(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      text += (i == 0 ? ": " : ", ") + std::to_string(i) + ' ' + labels[i];
    }
    return text;
  }
};

}  // namespace saccade
