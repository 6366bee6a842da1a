// Heads that take no part in some steps, and what an observation holds at an episode's end.
#include <catch2/catch.hpp>
#include <cmath>
#include <iterator>
#include <memory>
#include <vector>

#include "envs/check/check_environment.h"
#include "envs/episode/digest.h"
#include "envs/episode/episode_runner.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

enum class Slip { kNone, kSkipsWhatMustBe, kMaskOfSkipped, kNoMaskAtEnd, kSkipsAtEnd };

/// In every second of its 4 steps the agent can walk alone: it has no gift to throw.
class Thrower : public Environment {
 public:
  explicit Thrower(Slip slip = Slip::kNone) : slip_(slip) {
    spec_.id = "thrower";
    spec_.kinds[0].observation.types = {{"self", {"luck"}, 1}, {"friend", {}}};
    spec_.kinds[0].action.heads = {
        CategoricalHead{"walk", {"left", "right"}, true},
        CategoricalHead{.name = "gift", .labels = {"a", "b"}, .masked = true, .optional = true},
        ContinuousHead{
            .name = "aim", .labels = {"x", "y"}, .low = {1, 1}, .high = {2, 2}, .optional = true},
        SelectEntityHead{.name = "whom", .types = {1}, .masked = true, .optional = true}};
    spec_.max_steps = 4;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    luck_ = static_cast<float>(rng_.uniform());
    steps_ = 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    if (!throws()) {
      CHECK(std::vector<float>(actions.begin() + 1, actions.end()) ==
            std::vector<float>{-1, 0, 0, -1});
    }
    rewards[0] = 0;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    const bool is_over = steps_ == spec_.max_steps;
    seen.add(0, 0, {luck_});
    seen.add(1, 1, {}, {2, 3});
    seen.add(1, 2, {});
    if (is_over && slip_ == Slip::kNoMaskAtEnd) return;
    seen.set_mask(0, std::vector<std::uint8_t>{1, 0});
    if (throws()) {
      seen.set_mask(1, std::vector<std::uint8_t>{0, 1});
      seen.set_mask(3, std::vector<std::uint8_t>{0, 1});
    } else {
      for (const int head : {1, 2, 3}) seen.skip_head(head);
    }
    if (slip_ == Slip::kSkipsWhatMustBe || (is_over && slip_ == Slip::kSkipsAtEnd)) {
      seen.skip_head(0);
    }
    if (slip_ == Slip::kMaskOfSkipped) seen.set_mask(3, std::vector<std::uint8_t>{0, 1});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  bool throws() const { return steps_ % 2 == 1; }

  Slip slip_;
  EnvironmentSpec spec_;
  Rng rng_;
  float luck_ = 0;
  int steps_ = 0;
};

EpisodeRunner runner_of(Slip slip = Slip::kNone) {
  return {std::make_unique<Thrower>(slip), 1, 0};
}

constexpr float kWithoutGift[] = {0, -1, 0, 0, -1};
constexpr float kWithGift[] = {0, 1, 1, 2, 1};

}  // namespace

TEST_CASE("A head takes part in the steps that do not skip it") {
  EpisodeRunner runner = runner_of();
  for (const std::size_t head : {1, 2, 3}) CHECK_FALSE(runner.observation(0).has_head(head));
  CHECK(runner.observation(0).has_head(0));
  CHECK_NOTHROW(runner.check_actions(kWithoutGift));
  CHECK_THROWS_WITH(runner.check_actions(kWithGift),
                    Contains("action head gift: found 1, wanted -1: it takes no part"));
  runner.step(kWithoutGift);
  for (const std::size_t head : {0, 1, 2, 3}) CHECK(runner.observation(0).has_head(head));
  CHECK_NOTHROW(runner.check_actions(kWithGift));
  CHECK_THROWS_WITH(runner.check_actions(kWithoutGift), Contains("action head gift: found -1"));
}

TEST_CASE("Random actions leave out a head that is skipped, and draw nothing for it") {
  const EpisodeRunner runner = runner_of();
  const ActionSpace& space = runner.spec().kinds[0].action;
  Rng rng(1), walk_alone(1);
  std::vector<float> action(5, 7);
  random_action(space, runner.observation(0), rng, action);
  CHECK(action == std::vector<float>(std::begin(kWithoutGift), std::end(kWithoutGift)));
  walk_alone.integers(0, 1);
  CHECK(rng() == walk_alone());
}

TEST_CASE("Only an optional head can be skipped, and it has no mask then") {
  CHECK_THROWS_WITH(runner_of(Slip::kSkipsWhatMustBe),
                    Contains("action head walk: found it skipped, wanted it in every observation"));
  CHECK_THROWS_WITH(runner_of(Slip::kMaskOfSkipped),
                    Contains("mask of action head whom: found 2 values, wanted 0"));
  Observation seen({}, Thrower().spec().kinds[0].action);
  CHECK_THROWS_WITH(seen.skip_head(4), Contains("action head: found number 4, wanted one of 4"));
}

TEST_CASE("At an episode's end masks and heads are neither asked for nor shown") {
  for (const Slip slip : {Slip::kNone, Slip::kNoMaskAtEnd, Slip::kSkipsAtEnd}) {
    EpisodeRunner runner = runner_of(slip);
    for (const float* action : {kWithoutGift, kWithGift, kWithoutGift, kWithGift}) {
      runner.step({action, 5});
    }
    CHECK(runner.length() == 0);
    const Observation& last = runner.final_observation(0);
    CHECK(last.rows()[1].count() == 2);
    for (std::size_t head = 0; head < 4; ++head) {
      CHECK_FALSE(last.has_head(head));
      CHECK(last.masks()[head].empty());
    }
    CHECK(runner.observation(0).has_head(0));
  }
}

TEST_CASE("Heads that come and go keep the contract") {
  const auto factory = [] { return std::make_unique<Thrower>(); };
  CHECK(check_environment(factory, 3, 1) == std::vector<std::string>{});
}

TEST_CASE("A digest tells which heads take part, and is as ever when all do") {
  const ActionSpace space{{ContinuousHead{"aim", {"x"}, {0}, {1}, true}}};
  const Observation all({}, space);
  Observation skipped({}, space);
  skipped.skip_head(0);
  Digest first, second, plain;
  first.add(all);
  second.add(skipped);
  plain.add(std::uint64_t{0});  // The number of the mask's values.
  CHECK(first.value() == plain.value());
  CHECK(second.value() != first.value());
  skipped.clear();
  CHECK(skipped.has_head(0));
}

TEST_CASE("An entity without features is there, perhaps with a place") {
  const EpisodeRunner runner = runner_of();
  const Observation::Rows& friends = runner.observation(0).rows()[1];
  CHECK(friends.ids == std::vector<EntityId>{1, 2});
  CHECK(friends.features.empty());
  CHECK(friends.positions[0].y == 3);
  CHECK(std::isnan(friends.positions[1].x));
}
