// `coverage`, `formation` and `line`: places, matching, ends.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "envs/particles/team.h"

using saccade::Scene;
using saccade::SceneShape;
using saccade::Vec2;
using saccade::testing::OptionList;
using saccade::testing::Team;

namespace {

enum Type { kSelf, kAgent, kLandmark };

double away(Vec2 a, Vec2 b) {
  return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

std::vector<Vec2> agents_of(const Team& team) {
  std::vector<Vec2> places;
  for (int i = 0; i < team.spec().agent_count(); ++i) {
    places.push_back(team.observation(i).rows()[kSelf].positions[0]);
  }
  return places;
}

std::vector<Vec2> landmarks_of(const Team& team) {
  return team.observation(0).rows()[kLandmark].positions;
}

Vec2 along(Vec2 from, double angle, double length) {
  return {from.x + static_cast<float>(length * std::cos(angle)),
          from.y + static_cast<float>(length * std::sin(angle))};
}

/// Where agents should be, by the rules of the task.
std::vector<Vec2> goals_of(const Team& team) {
  const std::vector<Vec2> agents = agents_of(team), marks = landmarks_of(team);
  const auto n = static_cast<double>(agents.size());
  std::vector<Vec2> goals;
  if (team.spec().id == "coverage") return marks;
  if (team.spec().id == "line") {
    const double angle = std::atan2(static_cast<double>(marks[1].y - marks[0].y),
                                    static_cast<double>(marks[1].x - marks[0].x));
    for (double i = 0; i < n; ++i) goals.push_back(along(marks[0], angle, 1.25 * i / (n - 1)));
    return goals;
  }
  double first = 7;
  for (const Vec2 agent : agents) {
    const double angle = std::atan2(static_cast<double>(agent.y - marks[0].y),
                                    static_cast<double>(agent.x - marks[0].x));
    first = std::min(first, angle < 0 ? angle + 2 * std::numbers::pi : angle);
  }
  for (double i = 0; i < n; ++i) {
    goals.push_back(along(marks[0], first + 2 * std::numbers::pi * i / n, 0.5));
  }
  return goals;
}

/// Distances of the agents to the goals of the best matching, and that matching.
struct Matched {
  std::vector<std::size_t> goals;
  std::vector<double> distances;
};
Matched best_matching(const std::vector<Vec2>& agents, const std::vector<Vec2>& goals) {
  std::vector<std::size_t> order(agents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Matched best;
  double least = std::numeric_limits<double>::infinity();
  do {
    std::vector<double> distances;
    for (std::size_t i = 0; i < order.size(); ++i) {
      distances.push_back(away(agents[i], goals[order[i]]));
    }
    const double sum = std::accumulate(distances.begin(), distances.end(), 0.0);
    if (sum >= least) continue;
    least = sum;
    best = {order, distances};
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

/// Pushes that bring each agent to its goal and stop it there.
std::vector<float> go(const Team& team, const std::vector<Vec2>& goals,
                      const std::vector<std::size_t>& order) {
  const std::vector<Vec2> agents = agents_of(team);
  std::vector<float> pushes;
  const auto push = [](float distance, float velocity) {
    return std::min(1.0F, std::max(-1.0F, 1.5F * distance - 0.5F * velocity));
  };
  for (std::size_t i = 0; i < agents.size(); ++i) {
    const std::vector<float> self = team.self(static_cast<int>(i));
    pushes.push_back(push(goals[order[i]].x - agents[i].x, self[2]));
    pushes.push_back(push(goals[order[i]].y - agents[i].y, self[3]));
  }
  return pushes;
}

const std::string kContinuous = "continuous";

}  // namespace

TEST_CASE("Placement tasks pay minus the mean distance of the best matching") {
  const std::string id = GENERATE("coverage", "formation", "line");
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Team team(id, seed, {{"agents", 4}});
    for (int step = 0; step < 10 && !team.over(); ++step) {
      team.step(saccade::testing::rotating_choices(4, step * static_cast<int>(seed)));
      const Matched best = best_matching(agents_of(team), goals_of(team));
      double sum = 0;
      for (const double distance : best.distances) sum += std::min(distance, 2.0);
      for (const float reward : team.rewards()) {
        CHECK(static_cast<double>(reward) == Approx(-sum / 4).margin(1e-5));
      }
    }
  }
}

TEST_CASE("Agents that go where the matching sends them succeed, and the episode ends there") {
  const std::string id = GENERATE("coverage", "formation", "line");
  const double tolerance = id == "coverage" ? 0.1 : 0.05;
  int successes = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Team team(id, seed, {{"agents", 4}, {"action", kContinuous}});
    while (!team.over()) {
      const std::vector<Vec2> goals = goals_of(team);
      const Matched before = best_matching(agents_of(team), goals);
      team.step(go(team, goals, before.goals));
      const Matched now = best_matching(agents_of(team), goals_of(team));
      const double worst = *std::max_element(now.distances.begin(), now.distances.end());
      if (std::abs(worst - tolerance) < 1e-5) continue;
      CHECK(team.result().terminated == (worst < tolerance));
    }
    if (team.result().terminated) {
      ++successes;
      CHECK(team.outcome() == "success");
      CHECK(team.counts()[1] == 4);
    } else {
      CHECK(team.outcome() == "timeout");
      CHECK(team.steps() == 50);
    }
  }
  // The polygon turns with the agent that has the smallest angle, so that it may run away.
  CHECK(successes >= (id == "formation" ? 20 : 28));
}

TEST_CASE("Without an end on success an episode lasts, and its last step decides") {
  int successes = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Team team("coverage", seed,
              {{"end_on_success", false}, {"action", kContinuous}, {"max_steps", 40}});
    while (!team.over()) {
      const std::vector<Vec2> goals = goals_of(team);
      team.step(go(team, goals, best_matching(agents_of(team), goals).goals));
    }
    CHECK(team.steps() == 40);
    CHECK(team.result().truncated);
    CHECK_FALSE(team.result().terminated);
    const bool all = team.counts()[1] == 3;
    CHECK(team.outcome() == (all ? "success" : "timeout"));
    successes += all ? 1 : 0;
  }
  CHECK(successes > 10);
}

TEST_CASE("A line is 1.25 long and lies in the square") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::vector<Vec2> ends = landmarks_of(Team("line", seed));
    REQUIRE(ends.size() == 2);
    CHECK(away(ends[0], ends[1]) == Approx(1.25).margin(1e-5));
    CHECK(std::max(std::abs(ends[0].x), std::abs(ends[0].y)) <= 0.25F);
    CHECK(std::max(std::abs(ends[1].x), std::abs(ends[1].y)) < 1);
  }
}

TEST_CASE("Agents see each other and the landmarks as offsets, distances and velocities") {
  Team team("coverage", 4, {{"agents", 6}});
  team.all(2);
  const std::vector<Vec2> agents = agents_of(team), marks = landmarks_of(team);
  const std::vector<float> others = team.features(2, kAgent);
  REQUIRE(others.size() == 5 * 5);
  CHECK(others[5] == Approx(agents[1].x - agents[2].x).margin(1e-6));
  CHECK(others[6] == Approx(agents[1].y - agents[2].y).margin(1e-6));
  CHECK(others[7] == Approx(away(agents[1], agents[2])).margin(1e-6));
  CHECK(others[8] == Approx(team.self(1)[2]));
  CHECK(others[9] == Approx(team.self(1)[3]));
  const std::vector<float> seen = team.features(2, kLandmark);
  REQUIRE(seen.size() == 6 * 3);
  CHECK(seen[5] == Approx(away(marks[1], agents[2])).margin(1e-6));
}

TEST_CASE("As many agents as have room are accepted") {
  using Catch::Contains;
  CHECK_THROWS_WITH(Team("line", 1, {{"agents", 40}}),
                    Contains("agents") && Contains("40") && Contains("13"));
  CHECK_THROWS_WITH(Team("formation", 1, {{"agents", 40}}),
                    Contains("agents") && Contains("40") && Contains("31"));
  CHECK_THROWS_WITH(Team("line", 1, {{"agents", 1}}), Contains("agents"));
  CHECK_NOTHROW(Team("line", 1, {{"agents", 13}}));
  CHECK_NOTHROW(Team("formation", 1, {{"agents", 31}}));
  CHECK_NOTHROW(Team("coverage", 1, {{"agents", 40}}));
}

TEST_CASE("The picture has a shape for each entity where it is, also beyond the square") {
  const std::string id = GENERATE("coverage", "formation", "line", "spread", "tag");
  Team team(id, 5);
  for (int i = 0; i < 20; ++i) team.all(2);
  Scene scene;
  team.environment().draw(scene);
  for (int agent = 0; agent < team.spec().agent_count(); ++agent) {
    const Vec2 self = team.observation(agent).rows()[kSelf].positions[0];
    CHECK((self.x > scene.min.x && self.x < scene.max.x));
    const auto shows = [&](const SceneShape& shape) {
      const auto* circle = std::get_if<saccade::Circle>(&shape.shape);
      return circle != nullptr && shape.anchor && shape.entity == agent && circle->center == self;
    };
    CHECK(std::any_of(scene.shapes.begin(), scene.shapes.end(), shows));
  }
}
