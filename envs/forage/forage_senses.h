// What the agent of `forage` senses besides entities: a fan of rays and a small picture from above.
//
// Neither shows what a crate hides.  Both keep to the world's axes, as the agent's pushes do, and
// do not turn with it.
#pragma once

#include "envs/core/observation.h"
#include "envs/core/observation_space.h"
#include "envs/core/scene.h"
#include "envs/forage/forage_world.h"

namespace saccade {

/// What rays hit and what each channel of the picture shows.
enum ForageKind { kForageWall, kForageFood, kForagePoison, kForageHunter, kForageCrate };

/// "lidar": `count` rays of 12 m from the agent's centre.
RayModality forage_rays(int count);

/// "view": 24 x 24 pixels of 0.75 m around the agent, a channel for each kind.
ImageModality forage_image();

/// What one ray meets first.
struct ForageHit {
  float distance = 0;  ///< m; the range when it meets nothing.
  int kind = -1;       ///< A ForageKind, or -1.
};

/// Looks from the agent's centre along `angle` (rad) for at most `range` (m): solid things by
/// Box2D's ray cast, food and poison as exact discs.
ForageHit cast_forage_ray(const ForageWorld& world, float angle, float range);

/// Writes the readings of all rays.
void sense_forage_rays(const ForageWorld& world, const RayModality& rays, Observation& observation);

/// Draws the picture.  A pixel's value in [0, 1] is about the share of it that is covered: 1/2
/// where an edge runs through its centre, linear over a pixel's width.
void sense_forage_image(const ForageWorld& world, const ImageModality& image,
                        Observation& observation);

/// Draws the rays, faintly, into a scene.
void draw_forage_rays(const ForageWorld& world, const RayModality& rays, Scene& scene);

}  // namespace saccade
