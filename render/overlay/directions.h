// What the words of an action's label say about a direction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade::render {

/// Directions as a set of bits, so that "up_left" is the union of its words.
enum Direction : unsigned { kLeft = 1, kRight = 2, kUp = 4, kDown = 8 };

/// The words of a name, in lower case.
std::vector<std::string> words_of(const std::string& label);

/// "left", "north", "forward", "main engine", "brake", ...; 0: the label names none.
unsigned directions_of(const std::string& label);

/// The ways to go that the labels of a categorical head name: [labels] vectors of length 1, none
/// for what stays.  Empty unless at least two labels name directions, all different, and no label
/// names something else, such as an engine.  Where "forward" is among them the agent's own way is
/// up, and they are turned by `heading` (rad from the x axis); unknown (NaN): empty.
std::vector<std::optional<Vec2>> ways_of(const std::vector<std::string>& labels, float heading);

}  // namespace saccade::render
