// What an agent is about to do, drawn in the world.
#pragma once

#include "render/frame/frame.h"
#include "render/overlay/overlay.h"

namespace saccade::render {

/// Appends, around the viewed agent, a rose of the probabilities of actions that are directions
/// (the chosen one in the accent colour, what the mask forbids as an empty, crossed-out petal), an
/// arrow with its deviation for a continuous action that has an x and a y; around the entity that
/// was selected four corners, and beside the most probable candidates their probabilities.  Other
/// actions are for the panel alone.  Nothing when the agent has no anchor.
void draw_decision(Drawing& drawing, const Frame& frame, const Anchors& anchors,
                   const WorldTransform& transform, float unit);

}  // namespace saccade::render
