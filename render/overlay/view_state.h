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

/// Which of several panes of a window a picture is.
struct PaneName {
  std::string name{};  ///< "A"; empty: there is one alone.
  Color color{};
  bool differs = false;  ///< Its agent acts otherwise than that of the first pane.
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
  std::vector<Vec2> trail{};    ///< Where that was at the last steps, the oldest first.
  Camera camera{};
  /// What is shown was changed: the same step without the changes; null: nothing was.
  const Frame* before = nullptr;
  const Track* track = nullptr;  ///< Of the episode so far; null: that is not known.
  bool timeline = true;          ///< Shown below the world, to whoever watches.
  PaneName pane{};
};

struct KeyHelp {
  std::string keys;
  std::string meaning;
};

/// The keys of the viewer, in the order of the help page: those that have an effect here.
std::vector<KeyHelp> key_help(const ViewState& state, const Frame& frame);

}  // namespace saccade::render
