// The side panel: what the agent expects, chooses and attends to, in numbers and bars.
#pragma once

#include <span>

#include "render/overlay/attention.h"
#include "render/overlay/overlay.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Appends the panel.  Sections that find no room lose rows, the longest first, then vanish.
/// `shown` and `anchors` belong to the frame.
void draw_panel(Drawing& drawing, const Frame& frame, const ViewState& state,
                std::span<const ColoredWeights> shown, const Anchors& anchors,
                const Layout& layout);

}  // namespace saccade::render
