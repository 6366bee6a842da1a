// How many choices an action head offers at one moment: its labels, or the entities in view.
#pragma once

#include <variant>

#include "envs/core/observation.h"
#include "envs/core/spaces.h"

namespace saccade {

/// Labels of a categorical head, candidates of a select-entity head (0 when none is in view), 0 for
/// a continuous head.  A mask of the head has as many values.
inline int choice_count(const ActionHead& head, const Observation& observation) {
  if (const auto* categorical = std::get_if<CategoricalHead>(&head)) {
    return static_cast<int>(categorical->labels.size());
  }
  int count = 0;
  if (const auto* select = std::get_if<SelectEntityHead>(&head)) {
    for (const int type : select->types) {
      count += observation.rows()[static_cast<std::size_t>(type)].count();
    }
  }
  return count;
}

}  // namespace saccade
