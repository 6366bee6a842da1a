// The buttons that move time, as signs.
#pragma once

#include "render/draw/drawing.h"
#include "render/overlay/command.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Appends the button in its box, brighter while the mouse points at it.
void draw_button(Drawing& drawing, Command command, const Rect& box, const ViewState& state,
                 float unit);

}  // namespace saccade::render
