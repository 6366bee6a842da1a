// `line`: agents stand at equal distances on the line between two landmarks.
//
// Line control (Agarwal, Kumar and Sycara 2019), whose program is
// github.com/sumitsk/marl_transfer.
#include <cmath>
#include <numbers>

#include "envs/core/registry.h"
#include "envs/draw/shapes.h"
#include "envs/particles/particle_scene.h"
#include "envs/particles/placement.h"

namespace saccade {
namespace {

constexpr double kLength = 1.25;
constexpr double kFirstArena = 0.25;  // Half of the square in which the first landmark lies.

// The first landmark lies near the middle.  The other lies in a random direction, which turns by 5
// degrees until it is in the square.
void place_ends(Rng& rng, ParticleWorld& world) {
  constexpr double kTurn = std::numbers::pi / 36;
  Particle& first = world.fixed()[0];
  Particle& last = world.fixed()[1];
  first.x = rng.uniform(-kFirstArena, kFirstArena);
  first.y = rng.uniform(-kFirstArena, kFirstArena);
  double angle = rng.uniform(0, 2 * std::numbers::pi);
  do {
    last.x = first.x + kLength * std::cos(angle);
    last.y = first.y + kLength * std::sin(angle);
    angle += kTurn;
  } while (std::abs(last.x) >= 1 || std::abs(last.y) >= 1);
}

void points_between(const ParticleWorld& world, std::span<Place> places) {
  const Particle& first = world.fixed()[0];
  const Particle& last = world.fixed()[1];
  const double gaps = static_cast<double>(places.size() - 1);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double share = static_cast<double>(i) / gaps;
    places[i] = {first.x + share * (last.x - first.x), first.y + share * (last.y - first.y)};
  }
}

void draw_line(const ParticleWorld& world, Scene& scene) {
  draw_guide_line(shapes::point(world.fixed()[0].x, world.fixed()[0].y),
                  shapes::point(world.fixed()[1].x, world.fixed()[1].y), scene);
}

PlacementTask line_task() {
  return {.id = "line",
          .landmark_radius = 0.02,
          .tolerance = 0.05,
          .agents = 4,
          .fewest_agents = 2,
          .landmark_count = [](int /*agents*/) { return 2; },
          .gap = [](int agents) { return kLength / (agents - 1); },
          .place_landmarks = place_ends,
          .find_places = points_between,
          .draw_guide = draw_line};
}

EnvironmentManual line_manual() {
  EnvironmentManual manual = placement_manual();
  manual.task =
      "Agents lie at random in the square [-1, 1]^2 of a plane without walls, and so do two "
      "landmarks, which are 1.25 apart. An agent pushes itself along x or y; it is a disc of "
      "radius "
      "0.05, and discs that touch repel each other. The agents should stand at equal distances on "
      "the line between the landmarks, one at each end, each nearer than 0.05 to its place. Who "
      "stands where is not given: the agents have to agree by what they see.";
  manual.differences =
      "Places move by the velocities before the push, as in MPE2 1.1.1; there by those after it. "
      "Agents see each other, with velocities; there they send each other messages instead. "
      "Distances count as features, too. Agents have radius 0.05, there 0.03. All draws come from "
      "the episode's seed. With env.agent_radius=0.03, starts, rewards and episodes are those of "
      "simple_line_v1 of MPE2 1.1.1 with terminate_on_success, where agents do not see each other "
      "either.";
  return manual;
}

}  // namespace

void add_line(Registry& registry) {
  registry.add({.id = "line",
                .summary = "Agents stand at equal distances between two landmarks.",
                .options = placement_options(line_task()),
                .make = [](const Options& o) { return make_placement(line_task(), o); },
                .manual = line_manual()});
}

}  // namespace saccade
