// How the particle worlds look.
#pragma once

#include "envs/core/scene.h"
#include "envs/particles/particle_world.h"

namespace saccade {

Color agent_color();
Color predator_color();
Color prey_color();

/// The square [-half, half]^2 in which an episode begins, and as much of the plane as holds all.
void draw_arena(const ParticleWorld& world, double half, Scene& scene);

/// Where movers have been lately, fading.
void draw_trails(const ParticleWorld& world, Scene& scene);

/// A place to go to: a ring of radius `reach`, lit when an agent is there.
void draw_goal(Vec2 place, double reach, bool is_reached, Scene& scene);

/// The mark of a landmark, which an agent has reached or not.
void draw_landmark(const Particle& landmark, bool is_reached, EntityId id, Scene& scene);

/// A line from an agent to the place that is meant for it.
void draw_way(const Particle& from, Vec2 to, Scene& scene);

/// The circle, or the line, on which places lie.
void draw_guide_circle(Vec2 center, double radius, Scene& scene);
void draw_guide_line(Vec2 from, Vec2 to, Scene& scene);

/// A disc with a pointer along its velocity, and a halo when it touches another.
void draw_agent(const Particle& agent, Color color, bool is_touching, EntityId id, Scene& scene);

/// A rock.
void draw_obstacle(const Particle& obstacle, EntityId id, Scene& scene);

}  // namespace saccade
