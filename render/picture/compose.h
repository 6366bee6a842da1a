// The whole picture: a frame and what the viewer chose to see become one Drawing.
#pragma once

#include "render/draw/drawing.h"
#include "render/overlay/frame.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Everything in a window of `width` x `height` pixels.
Drawing compose(const Frame& frame, const ViewState& state, unsigned width, unsigned height);

}  // namespace saccade::render
