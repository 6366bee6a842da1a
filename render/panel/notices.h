// What is written over the window for a while: a message, the help to the keys, which pane this is.
#pragma once

#include <string>

#include "render/draw/drawing.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Text on a dark pill.
void draw_pill(Drawing& drawing, Vec2 center, const std::string& text, float size, bool bold);

/// The message of the moment at the foot of the world's part of the window; nothing if there is
/// none.
void draw_notice(Drawing& drawing, const ViewState& state, const Rect& world, float unit);

/// The keys, in the middle of the world's part of the window.
void draw_help(Drawing& drawing, const ViewState& state, const Frame& frame, const Rect& world,
               float unit);

/// Which of several panes this is, and whether its agent acts otherwise than that of the first one.
void draw_pane_name(Drawing& drawing, const PaneName& pane, const Rect& world, float unit);

}  // namespace saccade::render
