// `formation`: agents form a regular polygon around a landmark.
//
// Formation control (Agarwal, Kumar and Sycara 2019), whose program is
// github.com/sumitsk/marl_transfer.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "envs/core/registry.h"
#include "envs/draw/shapes.h"
#include "envs/particles/particle_scene.h"
#include "envs/particles/placement.h"

namespace saccade {
namespace {

constexpr double kFullTurn = 2 * std::numbers::pi;
constexpr double kRadius = 0.5;         // Of the circle around the landmark.
constexpr double kLandmarkArena = 0.5;  // Half of the square in which the landmark lies.

// The first corner lies in the direction of the agent whose direction from the landmark, counted
// counter-clockwise from the x axis, is the smallest angle.
void polygon_corners(const ParticleWorld& world, std::span<Place> places) {
  const Particle& middle = world.fixed()[0];
  double first = kFullTurn;
  for (const Particle& mover : world.movers()) {
    const double angle = std::atan2(mover.y - middle.y, mover.x - middle.x);
    first = std::min(first, angle < 0 ? angle + kFullTurn : angle);
  }
  const double turn = kFullTurn / static_cast<double>(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double angle = first + static_cast<double>(i) * turn;
    places[i] = {middle.x + kRadius * std::cos(angle), middle.y + kRadius * std::sin(angle)};
  }
}

void draw_circle(const ParticleWorld& world, Scene& scene) {
  draw_guide_circle(shapes::point(world.fixed()[0].x, world.fixed()[0].y), kRadius, scene);
}

PlacementTask formation_task() {
  return {.id = "formation",
          .landmark_radius = 0.03,
          .tolerance = 0.05,
          .agents = 4,
          .fewest_agents = 2,
          .landmark_count = [](int /*agents*/) { return 1; },
          .gap = [](int agents) { return 2 * kRadius * std::sin(kFullTurn / 2 / agents); },
          .place_landmarks = [](Rng& rng,
                                ParticleWorld& world) { world.place_fixed(rng, kLandmarkArena); },
          .find_places = polygon_corners,
          .draw_guide = draw_circle};
}

EnvironmentManual formation_manual() {
  EnvironmentManual manual = placement_manual();
  manual.task =
      "Agents lie at random in the square [-1, 1]^2 of a plane without walls, and one landmark in "
      "its middle, in [-0.5, 0.5]^2. An agent pushes itself along x or y; it is a disc of radius "
      "0.05, and discs that touch repel each other. The agents should stand at the corners of a "
      "regular polygon, at a distance of 0.5 around the landmark, each nearer than 0.05 to its "
      "corner. One corner lies in the direction of the agent whose direction from the landmark has "
      "the smallest angle, counter-clockwise from the x axis, so the polygon turns as that agent "
      "moves.";
  manual.differences =
      "Places move by the velocities before the push, as in MPE2 1.1.1; there by those after it. "
      "Agents see each other, with velocities; there they send each other messages instead. "
      "Distances count as features, too. All draws come from the episode's seed. Starts, rewards "
      "and episodes are those of simple_formation_v1 of MPE2 1.1.1 with terminate_on_success, "
      "where agents do not see each other either.";
  return manual;
}

}  // namespace

void add_formation(Registry& registry) {
  registry.add({.id = "formation",
                .summary = "Agents form a regular polygon around a landmark.",
                .options = placement_options(formation_task()),
                .make = [](const Options& o) { return make_placement(formation_task(), o); },
                .manual = formation_manual()});
}

}  // namespace saccade
