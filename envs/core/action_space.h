// What an environment accepts: one or more action heads.  What depends on a head's kind stands in
// the file of that kind; a new kind is a file like those and its place in the variant.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "envs/core/categorical_head.h"
#include "envs/core/continuous_head.h"
#include "envs/core/observation.h"
#include "envs/core/select_entity_head.h"

namespace saccade {

using ActionHead = std::variant<CategoricalHead, ContinuousHead, SelectEntityHead>;

/// One head is the usual case; several make a hybrid action, chosen independently.
struct ActionSpace {
  std::vector<ActionHead> heads;

  bool operator==(const ActionSpace&) const = default;
};

/// Numbers that one action of this head takes: 1, or the dimensions of a continuous head.
inline int action_width(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.action_width(); }, head);
}

inline int action_width(const ActionSpace& space) {
  int width = 0;
  for (const ActionHead& head : space.heads) width += action_width(head);
  return width;
}

inline const std::string& head_name(const ActionHead& head) {
  return std::visit([](const auto& h) -> const std::string& { return h.name; }, head);
}

/// "categorical", "continuous", "select-entity".
inline const char* head_kind(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.kKind; }, head);
}

inline bool is_masked(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.is_masked(); }, head);
}

/// Whether some observations leave it out; see Observation::skip_head.
inline bool is_optional(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.optional; }, head);
}

/// What each number of its action is in a step in which it takes no part: -1 of a head that
/// chooses, 0 of a vector.
inline float skipped_action(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.kSkippedAction; }, head);
}

/// Labels of a categorical head, candidates of a select-entity head (0 when none is in view), 0 for
/// a continuous head.  A mask of the head has as many values.
inline int choice_count(const ActionHead& head, const Observation& seen) {
  return std::visit([&seen](const auto& h) { return h.choice_count(seen); }, head);
}

namespace detail {

inline void check_skipped(const ActionHead& head, std::span<const float> action) {
  for (const float number : action) {
    if (number == skipped_action(head)) continue;
    throw Error("action head " + head_name(head) + ": found " + number_text(number) + ", wanted " +
                number_text(skipped_action(head)) + ": it takes no part in this step");
  }
}

}  // namespace detail

/// Calls `call(h, head, numbers)` for each head and its numbers in one agent's action.
template <class Number, class Call>
void for_each_head(const ActionSpace& space, std::span<Number> action, const Call& call) {
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    const auto width = static_cast<std::size_t>(action_width(space.heads[h]));
    call(h, space.heads[h], action.first(width));
    action = action.subspan(width);
  }
}

/// Checks one agent's action [action_width(space)] against what it sees: an environment is promised
/// allowed ones.  Throws Error naming the head.
inline void check_action(const ActionSpace& space, const Observation& seen,
                         std::span<const float> action) {
  for_each_head(space, action, [&seen](std::size_t h, const ActionHead& head, auto numbers) {
    if (!seen.has_head(h)) return detail::check_skipped(head, numbers);
    std::visit([&](const auto& kind) { kind.check_action(seen, seen.masks()[h], numbers); }, head);
  });
}

/// Fills one agent's action [action_width(space)] uniformly from what is allowed: the random policy
/// of tests, benchmarks and baselines.  Over the labels or entities (-1 when no entity can be
/// selected), over [low, high] of continuous heads.  A head that is skipped draws nothing, nor does
/// an agent that is absent (its observation is empty): its action is 0.
inline void random_action(const ActionSpace& space, const Observation& seen, Rng& rng,
                          std::span<float> action) {
  if (seen.is_empty()) return std::fill(action.begin(), action.end(), 0.0F);
  for_each_head(space, action, [&](std::size_t h, const ActionHead& head, auto numbers) {
    if (!seen.has_head(h)) {
      std::fill(numbers.begin(), numbers.end(), skipped_action(head));
      return;
    }
    std::visit([&](const auto& kind) { kind.random_action(seen, seen.masks()[h], rng, numbers); },
               head);
  });
}

inline Observation::Observation(const ObservationSpace& space, const ActionSpace& actions)
    : rows_(space.types.size()),
      rays_(space.rays.size()),
      images_(space.images.size()),
      masks_(actions.heads.size()),
      skipped_(actions.heads.size()) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].width = static_cast<int>(space.types[i].features.size());
    rows_[i].type = space.types[i].name;
  }
}

}  // namespace saccade
