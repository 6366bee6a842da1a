// wrap.time_limit, wrap.reward_scale and wrap.reward_clip.
#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "logbook.h"
#include "support/workshop.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Actions;
using testing::builtin_world;
using testing::logbook;
using testing::refusal_of;
using testing::world_of;
using testing::WrapList;
using testing::wrapped;

const Actions kAny = {0, 1, 0, -1};

/// The rewards of the first steps.
std::vector<float> rewards(const WrapList& list, int steps) {
  EpisodeRunner runner(wrapped(logbook({}), list)(), 1);
  std::vector<float> found;
  for (int i = 0; i < steps; ++i) {
    runner.step(kAny);
    found.push_back(runner.rewards()[0]);
  }
  return found;
}

/// Gives one reward after the other, of any size.
class Generous final : public Environment {
 public:
  explicit Generous(float high) {
    spec_.id = "generous";
    spec_.max_steps = 9;
    spec_.reward_low = -std::numeric_limits<float>::infinity();
    spec_.reward_high = high;
    spec_.kinds[0].observation.types = {{"self", {}, 1}};
    spec_.kinds[0].action.heads = {ContinuousHead{"ask", {"x"}, {-100}, {100}}};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override {}
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    rewards[0] = actions[0] == 100 ? std::numeric_limits<float>::infinity() : actions[0];
    return {};
  }
  void observe(int agent, Observation& seen) const override { seen.add(0, agent, {}); }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
};

testing::World generous(float high) {
  return world_of([high] { return std::make_unique<Generous>(high); });
}

}  // namespace

TEST_CASE("time runs out after so many decisions, as the outcome timeout") {
  EpisodeRunner runner(wrapped(logbook({}), {{"time_limit", 3}})(), 1);
  CHECK(runner.spec().max_steps == 3);
  CHECK(runner.spec().outcomes == std::vector<std::string>{"done", "timeout"});
  for (int episode = 0; episode < 2; ++episode) {
    for (int i = 0; i < 2; ++i) CHECK_FALSE(runner.step(kAny).truncated);
    const StepResult result = runner.step(kAny);
    CHECK(result.truncated);
    CHECK_FALSE(result.terminated);
    CHECK(result.outcome == 1);
    CHECK(runner.finished().counts == std::vector<float>{3});
  }
}

TEST_CASE("an end of the environment's own stays what it is") {
  EpisodeRunner early(wrapped(logbook({.steps = 100}), {{"time_limit", 99}})(), 1);
  for (int i = 0; i < 98; ++i) early.step(kAny);
  CHECK(early.step(kAny).outcome == 1);
  EpisodeRunner falls(builtin_world("cartpole").factory({{"time_limit", 400}})(), 1);
  StepResult result;
  while (!result.terminated && !result.truncated) result = falls.step(Actions{0});
  CHECK(result.terminated);
  CHECK(falls.finished().outcome == 1);  // "fell"
  const int length = falls.finished().length;
  EpisodeRunner same(builtin_world("cartpole").factory({{"time_limit", length}})(), 1);
  for (int i = 0; i < length; ++i) result = same.step(Actions{0});
  CHECK(result.terminated);
  CHECK_FALSE(result.truncated);
  CHECK(result.outcome == 1);
}

TEST_CASE("the outcome is the environment's own timeout, or none where none is named") {
  const auto outcomes = [](const std::string& id) {
    return spec_of(builtin_world(id).factory({{"time_limit", 5}})).outcomes;
  };
  CHECK(outcomes("minefield") == std::vector<std::string>{"target", "mine", "timeout"});
  CHECK(outcomes("cartpole") == std::vector<std::string>{"balanced", "fell", "timeout"});
  EpisodeRunner runner(wrapped(testing::workshop(), {{"time_limit", 1}})(), 1);
  CHECK(runner.spec().outcomes.empty());
  const StepResult result = runner.step(Actions{0, 0, 0, 0, 0});
  CHECK(result.truncated);
  CHECK(result.outcome == -1);
}

TEST_CASE("a limit that is none is refused") {
  CHECK(refusal_of(builtin_world("cartpole"), {{"time_limit", 500}}) ==
        "wrap.time_limit: found 500, wanted less than 500, the longest episode of environment "
        "cartpole without it");
  CHECK(refusal_of(builtin_world("cartpole"), {{"time_limit", 499}}).empty());
  CHECK_FALSE(
      refusal_of(builtin_world("cartpole"), {{"frame_skip", 4}, {"time_limit", 125}}).empty());
}

TEST_CASE("rewards are scaled, and then clipped") {
  CHECK(rewards({{"reward_scale", 0.5}}, 3) == std::vector<float>{0.5F, 1, 1.5F});
  CHECK(rewards({{"reward_clip", 2.5}}, 4) == std::vector<float>{1, 2, 2.5F, 2.5F});
  CHECK(rewards({{"reward_scale", 0.5}, {"reward_clip", 1.25}}, 4) ==
        std::vector<float>{0.5F, 1, 1.25F, 1.25F});
  CHECK(rewards({{"frame_skip", 2}, {"reward_clip", 5.0}}, 3) == std::vector<float>{3, 5, 5});
}

TEST_CASE("bounds of rewards follow") {
  const auto bounds = [](const testing::World& world, const WrapList& list) {
    const EnvironmentSpec spec = spec_of(world.factory(list));
    return std::pair(spec.reward_low, spec.reward_high);
  };
  const float infinity = std::numeric_limits<float>::infinity();
  const testing::World log = world_of(logbook({}));
  CHECK(bounds(log, {{"reward_scale", 0.25}}) == std::pair(0.0F, 25.0F));
  CHECK(bounds(log, {{"reward_clip", 2.5}}) == std::pair(0.0F, 2.5F));
  CHECK(bounds(generous(8), {{"reward_scale", 0.25}}) == std::pair(-infinity, 2.0F));
  CHECK(bounds(generous(8), {{"reward_clip", 10.0}}) == std::pair(-10.0F, 8.0F));
  CHECK(bounds(generous(8), {{"frame_skip", 4}}) == std::pair(-infinity, 32.0F));
  CHECK(bounds(world_of([] { return testing::make_builtin("pendulum"); }),
               {{"reward_clip", 1.0}}) == std::pair(-1.0F, 0.0F));
}

TEST_CASE("rewards below 0 are clipped as well, and an infinite one is found") {
  EpisodeRunner runner(generous(8).factory({{"reward_clip", 3.0}})(), 1);
  const std::vector<std::pair<float, float>> pairs = {{-50, -3}, {-2, -2}, {2, 2}, {7, 3}};
  for (const auto& [asked, given] : pairs) {
    runner.step(Actions{asked});
    CHECK(runner.rewards()[0] == given);
  }
  CHECK_THROWS_WITH(runner.step(Actions{100}), Catch::Contains("reward: found inf"));
}

TEST_CASE("who is absent gets 0, scaled and clipped or not") {
  EpisodeRunner runner(
      wrapped(logbook({.present = {"10"}}), {{"reward_scale", 2.0}, {"reward_clip", 1.0}})(), 1);
  runner.step(Actions{0, 1, 0, -1, 0, 0, 0, 0});
  CHECK(runner.rewards()[0] == 1);
  CHECK(runner.rewards()[1] == 0);
}

TEST_CASE("what changes no reward is refused") {
  CHECK(refusal_of(builtin_world("cartpole"), {{"reward_clip", 1.0}}) ==
        "wrap.reward_clip: found 1, wanted less than 1, the largest reward of environment "
        "cartpole");
  class Stingy final : public Environment {
   public:
    Stingy() {
      spec_ = Generous(0).spec();
      spec_.reward_low = 0;
    }
    const EnvironmentSpec& spec() const override { return spec_; }
    void reset(std::uint64_t /*seed*/) override {}
    StepResult step(std::span<const float> /*a*/, std::span<float> /*r*/) override { return {}; }
    void observe(int /*agent*/, Observation& /*seen*/) const override {}
    void draw(Scene& /*scene*/) const override {}

   private:
    EnvironmentSpec spec_;
  };
  CHECK(refusal_of(world_of([] { return std::make_unique<Stingy>(); }), {{"reward_scale", 2.0}}) ==
        "wrap.reward_scale: found 2, wanted 1: every reward of environment generous is 0");
}

}  // namespace saccade
