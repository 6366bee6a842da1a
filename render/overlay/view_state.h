// What a person has chosen to see; the frame says what there is to see.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/draw/theme.h"
#include "render/frame/frame.h"
#include "render/overlay/attention.h"

namespace saccade::render {

struct Track;  // render/timeline/track.h

/// Which part of the world is shown.
struct Camera {
  float zoom = 1;       ///< 1: all of it.
  Vec2 center{};        ///< World units; what lies in the middle, where zoom is above 1.
  bool follow = false;  ///< The viewed agent lies in the middle, while it has a place.
};

struct ViewState {
  Theme theme = Theme::kDark;
  bool overlay = true;
  bool everyone = false;  ///< Also the attention of the agents that are not viewed.
  AttentionChoice attention{};
  bool interactive = false;  ///< Someone is watching: shows the hint to the keys.
  bool by_hand = false;      ///< A person plays: other keys.
  bool can_change = false;   ///< There is an answer to "what if".
  bool paused = false;
  bool loop = false;  ///< The episode begins again at its end.
  double speed = 1;   ///< Times the environment's own time.
  bool help = false;
  std::string notice{};  ///< A message for the moment; empty: none.
  /// Where the mouse points, pixels; none: outside of the window.
  std::optional<Vec2> pointer{};
  EntityId pinned = kNoEntity;  ///< The entity that is looked at closely, whatever is pointed at.
  Camera camera{};
  /// What is shown was changed: the same step without the changes; null: nothing was.
  const Frame* before = nullptr;
  const Track* track = nullptr;  ///< Of the timeline; null: there is none.
};

struct KeyHelp {
  std::string keys;
  std::string meaning;
};

/// The keys of the viewer, in the order of the help page: those that have an effect.
std::vector<KeyHelp> key_help(bool by_hand, bool can_change);

}  // namespace saccade::render
