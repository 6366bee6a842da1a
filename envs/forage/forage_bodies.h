// The solid bodies of `forage`.
#pragma once

#include <box2d/box2d.h>

namespace saccade {

/// Four walls around the square [-half, half]^2, m.
void add_forage_walls(float half, b2World& world);

/// A disc that does not turn, such as the agent; `damping` in 1/s.
b2Body* add_forage_disc(b2Vec2 at, float radius, float damping, b2World& world);

/// A square box that can be shoved; `half` of its side in m, `angle` in rad.
b2Body* add_forage_box(b2Vec2 at, float angle, float half, b2World& world);

/// Whether the way from one point to another meets such a box.
bool box_cuts(const b2Body& box, float half, b2Vec2 from, b2Vec2 to);

}  // namespace saccade
