// Several wrappers at once: which of them comes first shows.
#include <catch2/catch.hpp>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "logbook.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Actions;
using testing::Log;
using testing::logbook;
using testing::LogbookScript;
using testing::WrapList;
using testing::wrapped;

/// The pushes that the world is told.
std::vector<float> pushes(const WrapList& list, const std::vector<float>& chosen) {
  const Log log = testing::new_log();
  EpisodeRunner runner(wrapped(logbook({}, log), list)(), 1);
  for (const float push : chosen) runner.step(Actions{0, push, 0, -1});
  std::vector<float> told;
  for (const Actions& actions : *log) told.push_back(actions[1]);
  return told;
}

}  // namespace

TEST_CASE("wrappers stand in the order that the documentation tells") {
  std::vector<std::string> names;
  for (const WrapperEntry& wrapper : wrappers()) names.push_back(wrapper.option.name);
  CHECK(names == std::vector<std::string>{"curriculum", "randomise", "fixed_count", "sticky",
                                          "action_delay", "frame_skip", "time_limit",
                                          "reward_scale", "reward_clip", "noise", "feature_noise",
                                          "flicker", "hide"});
}

TEST_CASE("a delay counts steps of the world, not decisions") {
  CHECK(pushes({{"action_delay", 1}, {"frame_skip", 3}}, {1, 2}) ==
        std::vector<float>{0.5F, 1, 1, 1, 2, 2});
}

TEST_CASE("what sticks is what comes out of the delay, in steps of the world") {
  CHECK(pushes({{"sticky", 1.0}, {"action_delay", 1}}, {1, 2}) == std::vector<float>{0.5F, 0.5F});
  const auto told =
      pushes({{"sticky", 0.5}, {"frame_skip", 3}},
             std::vector<float>({0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 1, 1.1F, 1.2F, 1.3F, 1.4F}));
  REQUIRE(told.size() == 30);
  int late = 0;  // Decisions whose first step did the last decision's action, but not all.
  for (std::size_t at = 3; at < 30; at += 3) {
    late += told[at] == told[at - 1] && told[at + 2] != told[at - 1] ? 1 : 0;
  }
  CHECK(late > 0);
}

TEST_CASE("a time limit counts decisions") {
  EpisodeRunner runner(wrapped(logbook({}), {{"frame_skip", 4}, {"time_limit", 3}})(), 1);
  for (int i = 0; i < 2; ++i) CHECK_FALSE(runner.step(Actions{0, 1, 0, -1}).truncated);
  CHECK(runner.step(Actions{0, 1, 0, -1}).truncated);
  CHECK(runner.finished().counts == std::vector<float>{12});
}

TEST_CASE("delayed and sticky choices among flickering entities mean entities") {
  const LogbookScript script{.goods = {{10, 11, 12, 13}, {13, 12, 11, 10}, {11, 10, 13, 12}}};
  const Log log = testing::new_log();
  EpisodeRunner runner(wrapped(logbook(script, log), {{"action_delay", 1}, {"flicker", 0.5}})(), 5);
  EntityId before = kNoEntity;
  int meant = 0;
  for (int step = 0; step < 40; ++step) {
    const std::vector<EntityId> goods = LogbookScript::at(script.goods, step);
    const std::vector<EntityId>& seen = runner.observation(0).rows()[1].ids;
    REQUIRE_FALSE(seen.empty());
    const EntityId chosen = seen.back();
    runner.step(Actions{0, 1, static_cast<float>(seen.size() - 1), -1});
    const EntityId told = goods.at(static_cast<std::size_t>(log->back()[2]));
    if (step > 0) {
      CHECK(told == before);
      ++meant;
    }
    before = chosen;
  }
  CHECK(meant == 39);
}

}  // namespace saccade
