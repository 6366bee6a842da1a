#include "experiments/explain/permuted_features.h"

#include <catch2/catch.hpp>

#include "agents/explain/planted_world.h"
#include "experiments/explain/importance.h"

namespace saccade {
namespace {

using testing::PlantedAttention;
using testing::PlantedWorld;

Observation look(Environment& environment) {
  const AgentKind& kind = environment.spec().kinds[0];
  Observation seen(kind.observation, kind.action);
  environment.observe(0, seen);
  return seen;
}

TEST_CASE("a permuted feature shows values of the pool, and all others are as they were") {
  const Permutation permutation{0, 1, 2, {1, 10, 100, 1000, 2, 20, 200, 2000}};
  PlantedWorld plain;
  PermutedFeatures permuted(std::make_unique<PlantedWorld>(), permutation);
  plain.reset(5);
  permuted.reset(5);
  const Observation was = look(plain), seen = look(permuted), again = look(permuted);
  CHECK(seen.rows()[0].features == was.rows()[0].features);
  CHECK(seen.rows()[1].ids == was.rows()[1].ids);
  CHECK(seen.rows()[1].features == again.rows()[1].features);
  int firsts = 0;
  for (std::size_t i = 0; i < was.rows()[1].features.size(); ++i) {
    const float value = seen.rows()[1].features[i];
    if (i % 4 != 2) {
      CHECK(value == was.rows()[1].features[i]);
      continue;
    }
    CHECK((value == 100 || value == 200));
    firsts += value == 100 ? 1 : 0;
  }
  CHECK(firsts > 3);
  CHECK(firsts < 18);
}

TEST_CASE("whole rows change together") {
  const Permutation permutation{0, 1, {}, {1, 10, 100, 1000, 2, 20, 200, 2000}};
  PermutedFeatures permuted(std::make_unique<PlantedWorld>(), permutation);
  permuted.reset(5);
  const std::vector<float> features = look(permuted).rows()[1].features;
  for (std::size_t i = 0; i < features.size(); i += 4) CHECK(features[i + 3] == 1000 * features[i]);
}

TEST_CASE("what a policy reads is worth something, what it does not read is worth nothing") {
  const PolicySet policies = testing::planted_policies(PlantedAttention::kMarked);
  PlayedEpisodes played = play_episodes(policies, std::make_unique<PlantedWorld>(), 20, 3, 50);
  CHECK(played.moments.size() == 50);
  CHECK(played.decisions() == 20 * 12);
  const Importance found =
      measure_importance(policies, [] { return std::make_unique<PlantedWorld>(); }, played,
                         {.episodes = 20, .seed = 3, .threads = 2});
  CHECK(found.episodes == 20);
  CHECK(found.return_mean > 11);
  const auto drop = [&found](const std::string& feature) {
    for (const FeatureWorth& worth : found.features) {
      if (worth.type == "thing" && worth.feature == feature) return worth.drop.value;
    }
    return -100.0;
  };
  CHECK(drop("dx") > 2);
  CHECK(drop("dy") > 2);
  CHECK(drop("mark") > 2);
  CHECK(drop("noise") == Approx(0).margin(0.2));
  REQUIRE(found.types.size() == 2);
  CHECK(found.types[1].drop.value > 4);
}

}  // namespace
}  // namespace saccade
