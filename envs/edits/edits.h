// What edits of different worlds have in common: refusals, and places inside the world.
#pragma once

#include <algorithm>
#include <string>

#include "envs/core/environment.h"

namespace saccade {

/// Throws Error: no entity of the episode has the id.
[[noreturn]] inline void refuse_id(const StateEdit& edit) {
  refuse_edit(edit, "no entity of that id", "the id of one that is there");
}

/// Throws Error: an entity stays, since the world needs it.  `what` is "the target".
[[noreturn]] inline void refuse_removal(const StateEdit& edit, const std::string& what,
                                        const std::string& removable) {
  refuse_edit(edit, what + ", which stays", removable);
}

/// Throws Error: none of the type can be added.  `addable` is "mine", or "none: ...".
[[noreturn]] inline void refuse_type(const StateEdit& edit, const std::string& addable) {
  refuse_edit(edit, "a type of which none can be added", addable);
}

/// Throws Error unless another one of the type may be added to `count`.
inline void want_room(const StateEdit& edit, std::size_t count, std::size_t most) {
  if (count < most) return;
  refuse_edit(edit, std::to_string(count) + " of them already",
              "less than " + std::to_string(most) + ", the most that there may be");
}

/// The place, or the nearest to it in the square [-half, half]^2.
inline Vec2 within(Vec2 place, double half) {
  const auto most = static_cast<float>(half);
  return {std::clamp(place.x, -most, most), std::clamp(place.y, -most, most)};
}

}  // namespace saccade
