// `spread` beside values that MPE2 1.1.1 gives (simple_spread_v3, seed 0).
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "envs/particles/team.h"

using saccade::testing::OptionList;
using saccade::testing::rotating_choices;
using saccade::testing::Team;

namespace {

enum Type { kSelf, kAgent, kLandmark };

void check_values(const std::vector<float>& found, const std::vector<double>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(static_cast<double>(found[i]) == Approx(wanted[i]).margin(1e-6));
  }
}

/// What the rules say an agent earns, from what it sees.
double reward_by_hand(const Team& team, int agent, double local_ratio) {
  const std::vector<float> self = team.self(agent);
  const std::vector<float> others = team.features(agent, kAgent);
  const std::vector<float> landmarks = team.features(agent, kLandmark);
  double shared = 0, touches = 0;
  for (std::size_t l = 0; l < landmarks.size(); l += 2) {
    double nearest = std::hypot(landmarks[l], landmarks[l + 1]);
    for (std::size_t o = 0; o < others.size(); o += 2) {
      nearest = std::min<double>(
          nearest, std::hypot(landmarks[l] - others[o], landmarks[l + 1] - others[o + 1]));
    }
    shared += nearest;
  }
  for (std::size_t o = 0; o < others.size(); o += 2) {
    touches += std::hypot(others[o], others[o + 1]) < 0.3 ? 1 : 0;
  }
  return -(1 - local_ratio) * shared - local_ratio * touches;
}

}  // namespace

TEST_CASE("spread begins and goes on as the original from the same seed") {
  Team team("spread", 0);
  check_values(team.self(0), {0.27392337, -0.46042657, 0, 0});
  check_values(team.self(1), {-0.918053, -0.96694475, 0, 0});
  check_values(team.self(2), {0.6265405, 0.82551116, 0, 0});
  check_values(team.features(0, kLandmark),
               {-0.06065182, 0.9194197, -0.18667339, 1.3305714, 0.35778373, -0.5340964});
  const std::vector<double> rewards = {-0.8681882408607412, -0.8700276146977496,
                                       -0.8691080889628344};
  const std::vector<std::vector<double>> selves = {{0.27392337, -0.46042657, -0.5, 0},
                                                   {0.22392337, -0.46042657, 0.125, 0}};
  for (int step = 0; step < 3; ++step) {
    team.step(rotating_choices(3, step));
    for (const float reward : team.rewards()) {
      CHECK(static_cast<double>(reward) ==
            Approx(rewards[static_cast<std::size_t>(step)]).margin(1e-6));
    }
    if (step < 2) check_values(team.self(0), selves[static_cast<std::size_t>(step)]);
  }
}

TEST_CASE("A continuous push is a force along x and y") {
  Team team("spread", 0, {{"action", std::string("continuous")}});
  team.step({0.7F, 0.3F, 0, 0, 0, 0});  // [0, .2, .9, .1, .4] in the original.
  const std::vector<float> self = team.self(0);
  CHECK(self[2] == Approx(0.35));
  CHECK(self[3] == Approx(0.15));
}

TEST_CASE("spread pays by the nearest agents and by the agent's own touches") {
  const double ratio = GENERATE(0.0, 0.5, 1.0);
  float touches = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Team team("spread", seed, {{"agents", 5}, {"local_ratio", ratio}});
    while (!team.over()) {
      team.step(rotating_choices(5, static_cast<int>(seed) * team.steps() / 3));
      for (int agent = 0; agent < 5; ++agent) {
        const auto reward = static_cast<double>(team.rewards()[static_cast<std::size_t>(agent)]);
        CHECK(reward == Approx(reward_by_hand(team, agent, ratio)).margin(1e-4));
      }
    }
    CHECK(team.steps() == 25);
    CHECK(team.result().truncated);
    touches += team.counts()[0];
  }
  CHECK(touches > 0);
}

TEST_CASE("An agent alone that goes to its landmark covers it") {
  const bool ends = GENERATE(true, false);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Team team("spread", seed,
              {{"agents", 1}, {"action", std::string("continuous")}, {"end_on_success", ends}});
    while (!team.over()) {
      const std::vector<float> goal = team.features(0, kLandmark);
      const std::vector<float> self = team.self(0);
      const auto push = [](float away, float velocity) {
        return std::min(1.0F, std::max(-1.0F, 2 * away - velocity));
      };
      team.step({push(goal[0], self[2]), push(goal[1], self[3])});
    }
    CHECK(team.outcome() == "success");
    CHECK(team.counts()[1] == 1);
    CHECK(team.result().terminated == (ends && team.steps() < 25));
    CHECK((ends || team.steps() == 25));
    const std::vector<float> goal = team.features(0, kLandmark);
    CHECK(std::hypot(goal[0], goal[1]) < 0.1F);
  }
}

TEST_CASE("Who stays away has no success") {
  Team team("spread", 2);
  while (!team.over()) team.all(1);
  CHECK(team.outcome() == "timeout");
  CHECK(team.counts()[1] < 3);
}
