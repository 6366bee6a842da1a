// A gamepad, as the keys with which a person plays.
#pragma once

#include <SFML/Window/Joystick.hpp>

#include "render/window/play_keys.h"

namespace saccade::render {

/// The left stick tilts, the cross holds arrow keys.  `position` in [-1, 1], as SFML has it: down
/// is 1.
void move_stick(PlayKeys& keys, sf::Joystick::Axis axis, float position);

/// The first ten buttons are the digits.
void hold_button(PlayKeys& keys, unsigned button, bool down);

}  // namespace saccade::render
