// wrap.sticky: which action the world is told, and what becomes of one that is not allowed any
// more.
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

/// What the world is told of these actions of one agent when every step sticks.
std::vector<Actions> stuck(const LogbookScript& script, const std::vector<Actions>& chosen) {
  const testing::Log log = testing::new_log();
  EpisodeRunner runner(wrapped(logbook(script, log), {{"sticky", 1.0}})(), 1);
  for (const Actions& actions : chosen) runner.step(actions);
  return *log;
}

/// How many of 2000 steps of two agents repeat the action before: of the first, of the second, of
/// both.
struct Repeats {
  int first = 0, second = 0, both = 0;
};
Repeats repeats(double probability, std::uint64_t seed, std::vector<Actions>* told = nullptr) {
  const testing::Log log = testing::new_log();
  const LogbookScript script{.present = {"11"}, .steps = 5000};
  EpisodeRunner runner(wrapped(logbook(script, log), {{"sticky", probability}})(), seed);
  Repeats found;
  for (int step = 0; step < 2001; ++step) {
    const float push = 0.5F + 1e-4F * static_cast<float>(step);  // Never the same twice.
    runner.step(Actions{0, push, 0, -1, 0, push, 0, -1});
    if (step == 0) continue;
    const Actions &now = log->back(), &before = *(log->end() - 2);
    CHECK((now[1] == push || now[1] == before[1]));
    found.first += now[1] == before[1] ? 1 : 0;
    found.second += now[5] == before[5] ? 1 : 0;
    found.both += now[1] == before[1] && now[5] == before[5] ? 1 : 0;
  }
  if (told) *told = *log;
  return found;
}

}  // namespace

TEST_CASE("an action that sticks is done again, all of its heads") {
  const auto told = stuck({.sings = {true}}, {{2, 1.5F, 1, 0}, {0, 1, 0, 1}, {1, 2, 2, 1}});
  CHECK(told == std::vector<Actions>(3, {2, 1.5F, 1, 0}));
}

TEST_CASE("an entity that sticks is followed to its new place, and let go when it is gone") {
  const LogbookScript script{
      .goods = {{10, 11, 12}, {12, 11}, {11, 13}, {10, 13}, {13, 10}, {}, {9}}};
  const auto told = stuck(script, {{0, 1, 1, -1},
                                   {0, 1, 0, -1},
                                   {0, 1, 1, -1},
                                   {0, 1, 0, -1},   // 11 is gone: the agent's choice, 10.
                                   {0, 1, 0, -1},   // 10 has moved.
                                   {0, 1, -1, -1},  // Nothing to choose.
                                   {0, 1, 0, -1}});
  std::vector<float> picks;
  for (const Actions& actions : told) picks.push_back(actions[2]);
  CHECK(picks == std::vector<float>{1, 1, 0, 0, 1, -1, 0});
}

TEST_CASE("a label that the mask forbids does not stick") {
  const LogbookScript script{.masks = {{1, 1, 1}, {1, 1, 0}, {1, 1, 1}}};
  const auto told = stuck(script, {{2, 1, 0, -1}, {1, 2, 1, -1}, {0, 2, 1, -1}});
  CHECK(told == std::vector<Actions>{{2, 1, 0, -1}, {1, 1, 0, -1}, {1, 1, 0, -1}});
}

TEST_CASE("a head that was skipped has nothing that could stick") {
  const LogbookScript script{.sings = {true, false, true, true}};
  const auto told = stuck(script, {{0, 1, 0, 0}, {0, 1, 0, -1}, {0, 1, 0, 1}, {0, 1, 0, 0}});
  std::vector<float> songs;
  for (const Actions& actions : told) songs.push_back(actions[3]);
  CHECK(songs == std::vector<float>{0, -1, 1, 1});
}

TEST_CASE("who comes back begins anew") {
  const LogbookScript script{.present = {"11", "10", "11", "11"}};
  const auto told = stuck(script, {{0, 1, 0, -1, 1, 1.25F, 0, -1},
                                   {1, 1, 0, -1, 0, 0, 0, 0},
                                   {1, 1, 0, -1, 2, 1.5F, 0, -1},
                                   {1, 1, 0, -1, 0, 2, 0, -1}});
  CHECK(told == std::vector<Actions>{{0, 1, 0, -1, 1, 1.25F, 0, -1},
                                     {0, 1, 0, -1, 0, 0, 0, 0},
                                     {0, 1, 0, -1, 2, 1.5F, 0, -1},
                                     {0, 1, 0, -1, 2, 1.5F, 0, -1}});
}

TEST_CASE("steps stick with the probability, those of each agent for themselves") {
  const Repeats found = repeats(0.25, 3);
  CHECK(found.first / 2000.0 == Approx(0.25).margin(0.04));
  CHECK(found.second / 2000.0 == Approx(0.25).margin(0.04));
  CHECK(found.both / 2000.0 == Approx(0.0625).margin(0.025));
}

TEST_CASE("which steps stick depends on the seed alone") {
  std::vector<Actions> one, same, other;
  repeats(0.5, 3, &one);
  repeats(0.5, 3, &same);
  repeats(0.5, 4, &other);
  CHECK(one == same);
  CHECK(one != other);
}

TEST_CASE("where episodes have one step, nothing can stick") {
  CHECK(testing::refusal_of(testing::world_of(logbook({.steps = 1})), {{"sticky", 0.5}}) ==
        "wrap.sticky: found 0.5, wanted 0: episodes of environment logbook have one step");
}

TEST_CASE("a new episode begins with the agent's own action") {
  const testing::Log log = testing::new_log();
  EpisodeRunner runner(wrapped(logbook({.steps = 2}, log), {{"sticky", 1.0}})(), 1);
  for (const float move : {0.0F, 1.0F}) runner.step(Actions{move, 1, 0, -1});
  runner.step(Actions{2, 1, 0, -1});
  CHECK(log->back()[0] == 2);
}

}  // namespace saccade
