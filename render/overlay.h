// Attention over the world: a beam from the agent to each entity it attends to, and a ring around
// it.
#pragma once

#include <span>
#include <unordered_map>

#include "render/attention.h"
#include "render/world.h"

namespace saccade::render {

using Anchors = std::unordered_map<EntityId, Anchor>;

/// Appends beams and rings.  `ids` [entities], the agent first.  Entities that have no anchor in
/// the scene get none; when the agent itself has none there are rings but no beams.  `unit`:
/// Layout::unit.
void draw_overlay(Drawing& drawing, std::span<const EntityId> ids, std::span<const Strand> strands,
                  const Anchors& anchors, const WorldTransform& transform, float unit);

}  // namespace saccade::render
