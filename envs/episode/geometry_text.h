// What features say about the plane of the world, in words.
#pragma once

#include <string>

#include "envs/core/observation_space.h"
#include "envs/core/options.h"

namespace saccade {

/// "point (x, y)"; with a unit other than 1 "point (x, y) in units of 10" or "in units of 10 x 5".
inline std::string geometry_text(const Geometry& group) {
  std::string text = geometry_kind_name(group.kind);
  for (std::size_t i = 0; i < group.features.size(); ++i) {
    text += (i == 0 ? " (" : ", ") + group.features[i];
  }
  text += ')';
  if (group.unit == Vec2{1, 1}) return text;
  text += " in units of " + detail::number_text(group.unit.x);
  return group.unit.x == group.unit.y ? text : text + " x " + detail::number_text(group.unit.y);
}

}  // namespace saccade
