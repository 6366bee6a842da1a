// What is known of one entity, on a card beside it: its name, its features as the environment has
// them and as the network sees them, and the attention that each head pays to it.
#pragma once

#include <span>
#include <vector>

#include "render/draw/hit.h"
#include "render/overlay/attention.h"
#include "render/overlay/overlay.h"

namespace saccade::render {

/// Appends the card and a ring around the entity, if the agent that is viewed sees such an entity;
/// `shown` and `anchors` belong to the frame.  Returns where its features stand.
std::vector<FeatureHit> draw_entity_card(Drawing& drawing, const Frame& frame, EntityId entity,
                                         std::span<const ColoredWeights> shown,
                                         const Anchors& anchors, const WorldTransform& transform,
                                         const Layout& layout);

/// Where the features of the entity of this number begin in SeenEntities::features.
std::size_t features_begin(const AgentView& agent, std::size_t entity);

}  // namespace saccade::render
