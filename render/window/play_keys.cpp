#include "render/window/play_keys.h"

namespace saccade::render {

HeldKeys PlayKeys::take() {
  HeldKeys keys{.left = held(PlayKey::kLeft),
                .right = held(PlayKey::kRight),
                .up = held(PlayKey::kUp),
                .down = held(PlayKey::kDown),
                .space = held(PlayKey::kSpace)};
  for (int digit = 0; digit <= 9 && keys.digit < 0; ++digit) {
    if (held(static_cast<PlayKey>(static_cast<int>(PlayKey::kDigit0) + digit))) keys.digit = digit;
  }
  tapped_.fill(false);
  return keys;
}

}  // namespace saccade::render
