// How a batch keeps many observations, and hands them on.
#include "agents/policy/feature_batch.h"

#include <catch2/catch.hpp>
#include <vector>

namespace saccade {
namespace {

const ObservationSpace kSpace{{{"self", {"x"}, 1}, {"food", {"a", "b", "c"}}}};

ActionSpace choices(int count) {
  CategoricalHead head{"go", {}, true};
  for (int i = 0; i < count; ++i) head.labels.push_back("to" + std::to_string(i));
  return {{head}};
}

/// Sample number i has i % 50 foods; its numbers are all different from those of other samples.
Observation sample(const ActionSpace& actions, int i) {
  Observation seen(kSpace, actions);
  const auto number = static_cast<float>(i);
  seen.add(0, 0, {number});
  for (int f = 0; f < i % 50; ++f) {
    seen.add(1, f + 1, {number + 0.25F, static_cast<float>(f), -number});
  }
  std::vector<std::uint8_t> mask(static_cast<std::size_t>(choice_count(actions.heads[0], seen)), 1);
  if (mask.size() > 1) mask[static_cast<std::size_t>(i) % mask.size()] = 0;
  seen.set_mask(0, mask);
  return seen;
}

void check_sample(FeatureBatch& batch, int at, const Observation& wanted) {
  for (int type = 0; type < 2; ++type) {
    const std::span<const float> found = batch.features(type, at, 1);
    const std::vector<float>& features = wanted.rows()[static_cast<std::size_t>(type)].features;
    CHECK(std::vector<float>(found.begin(), found.end()) == features);
  }
  NetworkInput<float> input;
  batch.view(at, 1, input);
  const std::span<const std::uint8_t> mask = input.masks[0].of(0);
  CHECK(std::vector<std::uint8_t>(mask.begin(), mask.end()) == wanted.masks()[0]);
}

TEST_CASE("a batch hands on samples of every size, in any order, also when it was used before") {
  const ActionSpace actions = choices(GENERATE(1, 3, 31, 32, 33, 70));
  FeatureBatch from(kSpace, actions, 1), to(kSpace, actions, 1);
  constexpr int kSamples = 120;
  for (int i = 0; i < kSamples; ++i) from.append(sample(actions, i));
  for (int round = 0; round < 3; ++round) {
    to.clear();
    // In steps of 7 round the circle, beginning with the last one; fewer from round to round.
    std::vector<int> order;
    for (int i = 0; i < kSamples / (round + 1); ++i) order.push_back((119 + 7 * i) % kSamples);
    for (const int i : order) to.append(from, i);
    REQUIRE(to.size() == static_cast<int>(order.size()));
    int rows = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      check_sample(to, static_cast<int>(i), sample(actions, order[i]));
      rows += 1 + order[i] % 50;
    }
    CHECK(to.rows() == rows);
    CHECK(to.rows(1, 2) == 2 + order[1] % 50 + order[2] % 50);
  }
}

}  // namespace
}  // namespace saccade
