// wrap.action_delay: what the world is told when.
#include <catch2/catch.hpp>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "logbook.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Actions;
using testing::logbook;
using testing::LogbookScript;
using testing::wrapped;

std::vector<Actions> delayed(int delay, const LogbookScript& script,
                             const std::vector<Actions>& chosen) {
  const testing::Log log = testing::new_log();
  EpisodeRunner runner(wrapped(logbook(script, log), {{"action_delay", delay}})(), 1);
  for (const Actions& actions : chosen) runner.step(actions);
  return *log;
}

std::vector<float> of_head(const std::vector<Actions>& told, std::size_t head) {
  std::vector<float> numbers;
  for (const Actions& actions : told) numbers.push_back(actions[head]);
  return numbers;
}

}  // namespace

TEST_CASE("an action is done so many steps later, and until then what does least") {
  const auto told =
      delayed(2, {.masks = {{0, 1, 1}, {0, 0, 1}, {1, 1, 1}}, .sings = {true}},
              {{1, 1.5F, 1, 1}, {2, 1.75F, 2, 0}, {0, 2, 0, 1}, {1, 1, 1, 0}, {2, 1, 2, 1}});
  CHECK(told == std::vector<Actions>{{1, 0.5F, 0, 0},  // The first allowed, the nearest to 0.
                                     {2, 0.5F, 0, 0},
                                     {1, 1.5F, 1, 1},
                                     {2, 1.75F, 2, 0},
                                     {0, 2, 0, 1}});
}

TEST_CASE(
    "an entity that was chosen is meant by its id; if it is gone, the present choice is done") {
  const auto told = delayed(
      1, {.goods = {{10, 11}, {11, 10}, {12, 11, 13}, {12, 13}, {}, {14}}},
      {{0, 1, 0, -1}, {0, 1, 0, -1}, {0, 1, 1, -1}, {0, 1, 1, -1}, {0, 1, -1, -1}, {0, 1, 0, -1}});
  // Idle; 10; 11; 11 is gone, hence 13; 13 is gone, hence nothing; nothing was chosen, hence 14.
  CHECK(of_head(told, 2) == std::vector<float>{0, 1, 1, 1, -1, 0});
}

TEST_CASE("a label that has become forbidden gives way to the present one") {
  const auto told = delayed(1, {.masks = {{1, 1, 1}, {1, 1, 0}, {1, 1, 1}}},
                            {{2, 1, 0, -1}, {1, 1, 0, -1}, {0, 1, 0, -1}});
  CHECK(of_head(told, 0) == std::vector<float>{0, 1, 1});
}

TEST_CASE("what is on the way waits while its head takes no part") {
  const auto told = delayed(1, {.sings = {true, false, true, true}},
                            {{0, 1, 0, 1}, {0, 1, 0, -1}, {0, 1, 0, 0}, {0, 1, 0, 1}});
  CHECK(of_head(told, 3) == std::vector<float>{0, -1, 1, 0});
}

TEST_CASE("nothing is on the way to who comes back, or at the beginning of an episode") {
  const auto told = delayed(1, {.present = {"11", "10", "11", "11"}},
                            {{0, 1, 0, -1, 2, 2, 1, -1},
                             {0, 1, 0, -1, 0, 0, 0, 0},
                             {0, 1, 0, -1, 1, 1.5F, 2, -1},
                             {0, 1, 0, -1, 0, 1, 0, -1}});
  CHECK(of_head(told, 4) == std::vector<float>{0, 0, 0, 1});
  CHECK(of_head(told, 5) == std::vector<float>{0.5F, 0, 0.5F, 1.5F});
  CHECK(of_head(told, 6) == std::vector<float>{0, 0, 0, 2});
  const auto next = delayed(1, {.steps = 1}, {{2, 2, 1, -1}, {2, 2, 1, -1}});
  CHECK(next.back() == Actions{0, 0.5F, 0, -1});
}

TEST_CASE("an episode of pendulum is that of torques given later") {
  const auto pendulum = [] { return testing::make_builtin("pendulum"); };
  EpisodeRunner late(wrapped(pendulum, {{"action_delay", 3}})(), 5);
  EpisodeRunner plain(pendulum(), 5);
  for (int step = 0; step < 20; ++step) {
    const float torque = step < 3 ? 0 : 0.1F * static_cast<float>(step - 3);
    late.step(Actions{0.1F * static_cast<float>(step)});
    plain.step(Actions{torque});
    CHECK(late.digest() == plain.digest());
  }
}

}  // namespace saccade
