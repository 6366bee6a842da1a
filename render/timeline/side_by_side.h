// Episodes side by side: one timeline for all of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "render/overlay/view_state.h"
#include "render/timeline/track.h"

namespace saccade::render {

/// "A", "B", ..., in the colour that its value has in the timeline.
PaneName pane_name(std::size_t pane);

/// The seed of the episodes after those of `seed`; the same one if an episode has no other.
std::uint64_t next_seed(std::span<FrameSource* const> sources, std::uint64_t seed);

/// Whether the viewed agents of two frames are about to do the same; true where one of them does
/// nothing more.
bool acts_alike(const Frame& a, const Frame& b);

/// The track of the first pane, as long as the longest one, with the values of the others.
/// `differs`: [steps] as Track::differs.
Track put_together(std::span<const Track* const> tracks, std::vector<std::uint8_t> differs);

}  // namespace saccade::render
