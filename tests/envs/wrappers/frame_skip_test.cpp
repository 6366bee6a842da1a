// wrap.frame_skip: decisions that last several steps, and what ends one early.
#include <catch2/catch.hpp>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "logbook.h"
#include "support/fleeting.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Actions;
using testing::builtin_world;
using testing::Log;
using testing::logbook;
using testing::LogbookScript;
using testing::wrapped;

EpisodeRunner skipping(int skip, const LogbookScript& script, const Log& log = testing::new_log()) {
  return EpisodeRunner(wrapped(logbook(script, log), {{"frame_skip", skip}})(), 1);
}

/// How many steps of the world the first decision lasts.
std::size_t first_length(const LogbookScript& script, const Actions& action) {
  const Log log = testing::new_log();
  EpisodeRunner runner = skipping(5, script, log);
  runner.step(action);
  return log->size();
}

}  // namespace

TEST_CASE("an action is done in so many steps, whose rewards are added") {
  const Log log = testing::new_log();
  EpisodeRunner runner = skipping(4, {.present = {"11"}}, log);
  const Actions first = {2, 1.5F, 1, -1, 0, 2, 2, -1}, second = {0, 1, 0, -1, 1, 0.5F, 0, -1};
  runner.step(first);
  CHECK(*log == std::vector<Actions>(4, first));
  CHECK(runner.rewards()[0] == 1 + 2 + 3 + 4);
  CHECK(runner.rewards()[1] == 2 + 4 + 6 + 8);
  CHECK(runner.length() == 1);
  CHECK(runner.observation(0).rows()[0].features[0] == 4);
  runner.step(second);
  CHECK(log->size() == 8);
  CHECK(log->back() == second);
  CHECK(runner.rewards()[0] == 5 + 6 + 7 + 8);
  CHECK(runner.counts()[0] == 8);
}

TEST_CASE("an episode ends within a decision, with its outcome") {
  EpisodeRunner runner = skipping(4, {.steps = 6});
  CHECK_FALSE(runner.step(Actions{0, 1, 0, -1}).terminated);
  const StepResult result = runner.advance(Actions{0, 1, 0, -1});
  CHECK(result.terminated);
  CHECK(result.outcome == 0);
  CHECK(runner.rewards()[0] == 5 + 6);
  CHECK(runner.finished().length == 2);
}

TEST_CASE("limits of rewards, decisions and their rate are those of decisions") {
  const auto spec = [](const std::string& id, int skip, const testing::OptionList& options = {}) {
    return spec_of(builtin_world(id, options).factory({{"frame_skip", skip}}));
  };
  CHECK(spec("cartpole", 4).max_steps == 125);
  CHECK(spec("cartpole", 3).max_steps == 167);  // 500 / 3, rounded up.
  CHECK(spec("cartpole", 4).steps_per_second == 12.5);
  CHECK(spec("cartpole", 4).reward_low == 1);  // An episode may end with the first step.
  CHECK(spec("cartpole", 4).reward_high == 4);
  const EnvironmentSpec barto = spec("cartpole", 4, {{"sutton_barto_reward", true}});
  CHECK(barto.reward_low == -4);
  CHECK(barto.reward_high == 0);
  CHECK(spec_of(wrapped(logbook({}), {{"frame_skip", 4}})).max_steps == 100);  // Masks may end one.
}

TEST_CASE("an episode of cartpole is that of actions given several times") {
  EpisodeRunner skips(builtin_world("cartpole").factory({{"frame_skip", 3}})(), 5);
  EpisodeRunner plain(builtin_world("cartpole").factory()(), 5);
  for (const float push : {0.0F, 1.0F, 1.0F, 0.0F}) {
    skips.step(Actions{push});
    for (int i = 0; i < 3; ++i) plain.step(Actions{push});
    CHECK(skips.observation(0).rows()[0].features == plain.observation(0).rows()[0].features);
    CHECK(skips.rewards()[0] == 3);
  }
}

TEST_CASE("a choice that is not allowed any more ends a decision") {
  const LogbookScript script{.masks = {{1, 1, 1}, {1, 1, 1}, {1, 0, 1}}};
  CHECK(first_length(script, {1, 1, 0, -1}) == 2);
  CHECK(first_length(script, {0, 1, 0, -1}) == 5);
}

TEST_CASE("an entity that is chosen is followed; when it is gone, or one comes, a decision ends") {
  const LogbookScript moves{.goods = {{10, 11}, {11, 10}, {12, 10}, {12, 13}}};
  const Log log = testing::new_log();
  EpisodeRunner runner = skipping(5, moves, log);
  runner.step(Actions{0, 1, 0, -1});
  REQUIRE(log->size() == 3);
  CHECK((*log)[1][2] == 1);
  CHECK((*log)[2][2] == 1);
  CHECK(first_length({.goods = {{}, {}, {10}}}, {0, 1, -1, -1}) == 2);
}

TEST_CASE("a head that begins or ceases to take part ends a decision") {
  CHECK(first_length({.sings = {false, false, true}}, {0, 1, 0, -1}) == 2);
  CHECK(first_length({.sings = {true, true, true, false}}, {0, 1, 0, 1}) == 3);
  CHECK(first_length({.sings = {true}}, {0, 1, 0, 1}) == 5);
}

TEST_CASE("who comes or leaves ends a decision") {
  const Actions action = {0, 1, 0, -1, 0, 1, 0, -1};
  CHECK(first_length({.present = {"11", "11", "10"}}, action) == 2);
  CHECK(first_length({.present = {"10", "10", "10", "11"}}, {0, 1, 0, -1, 0, 0, 0, 0}) == 3);
  EpisodeRunner runner(
      wrapped(testing::fleeting({"110", "110", "011", "101", "111"}), {{"frame_skip", 3}})(), 1);
  runner.step(Actions{1, 1, 0});
  CHECK(runner.rewards()[0] == 2);  // Of the step with which it left, too.
  CHECK(runner.rewards()[1] == 4);
  CHECK(runner.rewards()[2] == 0);
  CHECK_FALSE(runner.is_present(0));
  CHECK(runner.is_present(2));
}

TEST_CASE("rewards that were not written are found through it") {
  class Forgetful final : public Environment {
   public:
    Forgetful() {
      spec_.id = "forgetful";
      spec_.max_steps = 9;
      spec_.kinds[0].observation.types = {{"self", {}, 1}};
      spec_.kinds[0].action.heads = {CategoricalHead{"say", {"yes", "no"}}};
    }
    const EnvironmentSpec& spec() const override { return spec_; }
    void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
    StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
      if (++steps_ != 2) rewards[0] = 0;
      return {};
    }
    void observe(int agent, Observation& seen) const override { seen.add(0, agent, {}); }
    void draw(Scene& /*scene*/) const override {}

   private:
    EnvironmentSpec spec_;
    int steps_ = 0;
  };
  EpisodeRunner runner(wrapped([] { return std::make_unique<Forgetful>(); }, {{"frame_skip", 3}})(),
                       1);
  CHECK_THROWS_WITH(runner.step(Actions{0}), Catch::Contains("rewards: found 0 written, wanted 1"));
}

TEST_CASE("where episodes have one step, there is nothing to skip") {
  CHECK(testing::refusal_of(testing::world_of(logbook({.steps = 1})), {{"frame_skip", 2}}) ==
        "wrap.frame_skip: found 2, wanted 1: episodes of environment logbook have one step");
}

}  // namespace saccade
