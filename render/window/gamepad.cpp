#include "render/window/gamepad.h"

namespace saccade::render {
namespace {

void hold(PlayKeys& keys, PlayKey key, bool down) {
  down ? keys.press(key) : keys.release(key);
}

}  // namespace

void move_stick(PlayKeys& keys, sf::Joystick::Axis axis, float position) {
  constexpr float kPressed = 0.5F;
  switch (axis) {
    case sf::Joystick::X:
      return keys.tilt({position, keys.stick().y});
    case sf::Joystick::Y:
      return keys.tilt({keys.stick().x, -position});
    case sf::Joystick::PovX:
      hold(keys, PlayKey::kLeft, position < -kPressed);
      return hold(keys, PlayKey::kRight, position > kPressed);
    case sf::Joystick::PovY:
      hold(keys, PlayKey::kUp, position < -kPressed);
      return hold(keys, PlayKey::kDown, position > kPressed);
    default:
      return;
  }
}

void hold_button(PlayKeys& keys, unsigned button, bool down) {
  if (button > 9) return;
  const int zero = static_cast<int>(PlayKey::kDigit0);
  hold(keys, static_cast<PlayKey>(zero + static_cast<int>(button)), down);
}

}  // namespace saccade::render
