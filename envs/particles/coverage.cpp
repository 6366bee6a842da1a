// `coverage`: as many agents as landmarks, and each landmark wants an agent of its own.
//
// Coverage control (Agarwal, Kumar and Sycara 2019), whose program is
// github.com/sumitsk/marl_transfer.
#include "envs/core/registry.h"
#include "envs/particles/placement.h"

namespace saccade {
namespace {

void places_at_landmarks(const ParticleWorld& world, std::span<Place> places) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i] = {world.fixed()[i].x, world.fixed()[i].y};
  }
}

PlacementTask coverage_task() {
  return {.id = "coverage",
          .landmark_count = [](int agents) { return agents; },
          .place_landmarks = [](Rng& rng, ParticleWorld& world) { world.place_fixed(rng, 1); },
          .find_places = places_at_landmarks};
}

EnvironmentManual coverage_manual() {
  EnvironmentManual manual = placement_manual();
  manual.task =
      "Agents and as many landmarks lie at random in the square [-1, 1]^2 of a plane without "
      "walls. "
      "An agent pushes itself along x or y; it is a disc of radius 0.05, and discs that touch "
      "repel "
      "each other. Each landmark should have an agent of its own, nearer than 0.1. Who goes to "
      "which landmark is not given: the agents have to agree by what they see.";
  manual.differences =
      "Places move by the velocities before the push, as in MPE2 1.1.1; there by those after it. "
      "Agents see each other, with velocities; there they send each other messages instead. "
      "Distances count as features, too. A matched distance counts as 2 at most; there the mean as "
      "15 at most. All draws come from the episode's seed.";
  return manual;
}

}  // namespace

void add_coverage(Registry& registry) {
  registry.add({.id = "coverage",
                .summary = "Each of several landmarks wants an agent of its own.",
                .options = placement_options(coverage_task()),
                .make = [](const Options& o) { return make_placement(coverage_task(), o); },
                .manual = coverage_manual()});
}

}  // namespace saccade
