// The side panel: what the agent expects, chooses, attends to and remembers, in numbers and bars.
#pragma once

#include <span>
#include <vector>

#include "render/draw/hit.h"
#include "render/overlay/attention.h"
#include "render/overlay/memory_strip.h"
#include "render/overlay/overlay.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// What the panel shows; all of it belongs to the frame.
struct PanelContent {
  const Frame& frame;
  const ViewState& state;
  std::span<const ColoredWeights> shown;
  std::size_t asking;  ///< The token whose attention that is.
  const MemoryStrip& strip;
  const Anchors& anchors;
  const Layout& layout;
};

struct PanelMarks {
  int column = -1;          ///< Of the memory's strip, at which the mouse points; -1: none.
  int patch = -1;           ///< Token of the patch at which it points; -1: none.
  std::vector<Hit> hits{};  ///< The rows that show an entity.
};

/// Appends the panel.  Sections that find no room lose rows, the longest first, then vanish.
PanelMarks draw_panel(Drawing& drawing, const PanelContent& content);

}  // namespace saccade::render
