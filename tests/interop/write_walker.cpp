// Writes what a bipedal walker meets and what becomes of it, for comparison with Gymnasium's.
//
//   write_walker ENV EPISODES ground|heuristic|random
//
// One line of JSON per seed 0, 1, ...: {"ground": heights, "blocks": [[left, bottom, right, top]]},
// or of an episode with the heuristic controller or random torques {"return", "steps", "outcome"}.
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "envs/box2d/walker_heuristic.h"
#include "envs/box2d/walker_terrain.h"
#include "envs/builtin.h"
#include "envs/episode/episode_runner.h"

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

Json ground(bool hardcore, std::uint64_t seed) {
  Rng rng(seed);
  const WalkerTerrain terrain = make_walker_terrain(hardcore, rng);
  Json blocks = Json::array();
  for (const WalkerBlock& block : terrain.blocks) {
    blocks.push_back({block.left, block.bottom, block.right, block.top});
  }
  return {{"ground", terrain.y}, {"blocks", std::move(blocks)}};
}

// The first step of the heuristic controller is one without torques, as in the original.
Json play(EpisodeRunner& runner, std::uint64_t seed, bool heuristic) {
  runner.begin(seed);
  Rng rng(derive_seed({seed, 1}));
  testing::WalkerHeuristic controller;
  std::vector<float> torques(runner.action_count());
  double total = 0;
  int steps = 0;
  StepResult result;
  while (!result.terminated && !result.truncated) {
    if (!heuristic) {
      random_actions(runner.spec(), runner.observations(), rng, torques);
    } else if (steps > 0) {
      torques = controller.decide(runner.observation(0).rows()[0].features);
    }
    result = runner.advance(torques);
    total += static_cast<double>(runner.rewards()[0]);
    ++steps;
  }
  return {{"return", total},
          {"steps", steps},
          {"outcome", runner.spec().outcomes[static_cast<std::size_t>(result.outcome)]}};
}

void write(int argc, char** argv) {
  if (argc != 4) throw Error("usage: write_walker ENV EPISODES ground|heuristic|random");
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find(argv[1]);
  EpisodeRunner runner(make_environment(entry, Options(entry.options)));
  const std::uint64_t episodes = std::stoull(argv[2]);
  const std::string what = argv[3];
  for (std::uint64_t seed = 0; seed < episodes; ++seed) {
    const Json line = what == "ground" ? ground(entry.id == "bipedal-walker-hardcore", seed)
                                       : play(runner, seed, what == "heuristic");
    fmt::print("{}\n", line.dump());
  }
}

}  // namespace
}  // namespace saccade

int main(int argc, char** argv) {
  try {
    saccade::write(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
