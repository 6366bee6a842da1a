// What a person has chosen to see; the frame says what there is to see.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/overlay/attention.h"

namespace saccade::render {

struct ViewState {
  bool overlay = true;
  AttentionChoice attention{};
  bool interactive = false;  ///< Someone is watching: shows speed and the hint to the keys.
  bool by_hand = false;      ///< A person plays: other keys.
  bool paused = false;
  double speed = 1;  ///< Times the environment's own time.
  bool help = false;
  std::string notice{};  ///< A message for the moment; empty: none.
  /// Where the mouse points, pixels; none: outside of the window.
  std::optional<Vec2> pointer{};
};

struct KeyHelp {
  std::string keys;
  std::string meaning;
};

/// The keys of the viewer, in the order of the help page.
std::vector<KeyHelp> key_help(bool by_hand);

}  // namespace saccade::render
