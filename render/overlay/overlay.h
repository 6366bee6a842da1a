// Attention over the world: a beam from who asks - the agent, or a pinned entity - to each entity
// that it attends to and a ring around that, a line to where a ray ends, a frame around a patch of
// the agent's picture.
#pragma once

#include <span>
#include <unordered_map>

#include "render/overlay/attention.h"
#include "render/overlay/world.h"

namespace saccade::render {

using Anchors = std::unordered_map<EntityId, Anchor>;

/// Appends what marks the tokens that `agent` attends to as `shown` has it; `anchors` belong to the
/// same frame.  An entity is found by its id, a ray or a patch by its position; what is not found
/// is not marked.  When who asks has no anchor there are no beams and lines.  Of many tokens only
/// the fewest get beams that have nine tenths of the attention between them.  `focus`: the entity
/// that is looked at closely, beside which the others fade; kNoEntity, or who asks: none.
/// `asking`: the token whose attention `shown` is.  `unit`: Layout::unit.
void draw_overlay(Drawing& drawing, const AgentView& agent, std::span<const ColoredWeights> shown,
                  const Anchors& anchors, const WorldTransform& transform, float unit,
                  EntityId focus = kNoEntity, std::size_t asking = 0);

/// Appends the frames alone that draw_overlay puts around the patches of a picture, whose type of
/// token is `type`.
void draw_patches(Drawing& drawing, const AgentView& agent, std::span<const ColoredWeights> shown,
                  int type, const WorldTransform& transform, float unit);

}  // namespace saccade::render
