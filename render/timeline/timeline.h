// The timeline below the world: buttons that move time, and the episode as a chart in which a click
// goes to a step.
#pragma once

#include <optional>

#include "render/draw/layout.h"
#include "render/overlay/command.h"
#include "render/overlay/view_state.h"
#include "render/timeline/track.h"

namespace saccade::render {

/// Appends the timeline into Layout::timeline: the value as a line, rewards as ticks up and down,
/// events as dots, attention by type as a ribbon, and the pinned entity's attention as a line over
/// that.  Of episodes side by side: the values of all, and marks where their agents act
/// differently.
void draw_timeline(Drawing& drawing, const Frame& frame, const Track& track, const ViewState& state,
                   const Layout& layout);

/// The button under a point of the window.
std::optional<Command> button_at(const Layout& layout, Vec2 point);

/// Whether a point of the window lies on the chart.
bool on_chart(const Layout& layout, Vec2 point);

/// The step of the chart at this x, of those that the track has.
int step_at(const Layout& layout, const Track& track, float x);

}  // namespace saccade::render
