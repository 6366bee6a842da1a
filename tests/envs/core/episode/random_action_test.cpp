#include "envs/core/episode/random_action.h"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

using namespace saccade;

namespace {

std::map<float, int> tally(const ActionSpace& space, const Observation& seen) {
  std::map<float, int> counts;
  Rng rng(11);
  for (int i = 0; i < 3000; ++i) {
    float action = 0;
    random_action(space, seen, rng, {&action, 1});
    ++counts[action];
  }
  return counts;
}

}  // namespace

TEST_CASE("Random choices are uniform over all labels") {
  const ActionSpace space{{CategoricalHead{"move", {"a", "b", "c"}}}};
  const auto counts = tally(space, Observation({}, space));
  REQUIRE(counts.size() == 3);
  for (const auto& [action, count] : counts) CHECK(count == Approx(1000).margin(100));
}

TEST_CASE("Random choices keep to the mask, uniformly") {
  const ActionSpace space{{CategoricalHead{"move", {"a", "b", "c", "d"}, true}}};
  Observation seen({}, space);
  seen.set_mask(0, std::vector<std::uint8_t>{0, 1, 0, 1});
  const auto counts = tally(space, seen);
  REQUIRE(counts.size() == 2);
  CHECK(counts.at(1) == Approx(1500).margin(120));
  CHECK(counts.at(3) == Approx(1500).margin(120));
}

TEST_CASE("Random selections range over the entities in view, and are -1 without any") {
  const ObservationSpace observation{{{"self", {"x"}, 1}, {"food", {"x"}}, {"rock", {"x"}}}};
  const ActionSpace space{{SelectEntityHead{"pick", {1, 2}}}};
  Observation seen(observation, space);
  seen.add(0, 0, {0});
  CHECK(tally(space, seen) == std::map<float, int>{{-1, 3000}});
  seen.add(1, 1, {0});
  seen.add(2, 2, {0});
  CHECK(tally(space, seen).size() == 2);
}

TEST_CASE("Random vectors fill their bounds") {
  const ActionSpace space{{ContinuousHead{"push", {"x", "y"}, {-1, 5}, {1, 7}}}};
  const Observation seen({}, space);
  Rng rng(1);
  float mean = 0;
  for (int i = 0; i < 1000; ++i) {
    std::vector<float> action(2);
    random_action(space, seen, rng, action);
    CHECK((action[0] >= -1 && action[0] <= 1 && action[1] >= 5 && action[1] <= 7));
    mean += action[1] / 1000;
  }
  CHECK(mean == Approx(6).margin(0.1));
}
