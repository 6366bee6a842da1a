// Walkers that play: at random or by Gymnasium's heuristic controller.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/box2d/walker_heuristic.h"
#include "envs/box2d/walker_terrain.h"
#include "support/rollout.h"

namespace saccade::testing {

inline WalkerTerrain terrain_of(bool hardcore, std::uint64_t seed) {
  Rng rng(seed);
  return make_walker_terrain(hardcore, rng);
}

inline std::vector<float> random_torques(Rng& rng) {
  std::vector<float> torques(4);
  for (float& torque : torques) torque = static_cast<float>(rng.uniform(-1, 1));
  return torques;
}

// The heuristic controller's first step is one without torques, as in the original.
inline void play(Rollout& rollout, std::uint64_t seed, bool heuristic) {
  Rng rng(seed + 1'000'000);
  WalkerHeuristic controller;
  if (heuristic) rollout.step({0, 0, 0, 0});
  while (!rollout.over()) {
    rollout.step(heuristic ? controller.decide(rollout.self()) : random_torques(rng));
  }
}

}  // namespace saccade::testing
