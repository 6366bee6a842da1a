// `tag` beside values that MPE2 1.1.1 gives (simple_tag_v3, seed 0).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "envs/particles/team.h"

using saccade::testing::OptionList;
using saccade::testing::rotating_choices;
using saccade::testing::Team;

namespace {

enum Type { kSelf, kPredator, kPrey, kObstacle };

void check_values(const std::vector<float>& found, const std::vector<double>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(static_cast<double>(found[i]) == Approx(wanted[i]).margin(1e-6));
  }
}

double cost_of_leaving(double coordinate) {
  const double away = std::abs(coordinate);
  if (away < 0.9) return 0;
  return away < 1 ? 10 * (away - 0.9) : std::min(10.0, std::exp(2 * away - 2));
}

/// Predators that touch a prey, as it sees them.
int touches_of(const Team& team, int prey) {
  const std::vector<float> predators = team.features(prey, kPredator);
  int touches = 0;
  for (std::size_t p = 0; p < predators.size(); p += 2) {
    touches += std::hypot(predators[p], predators[p + 1]) < 0.125F ? 1 : 0;
  }
  return touches;
}

/// Predators that push straight towards the first prey, in whichever of x and y it is further.
std::vector<float> chase(const Team& team) {
  std::vector<float> choices(team.rewards().size());
  const int predators = team.spec().kinds[0].agents;
  for (int i = 0; i < predators; ++i) {
    const std::vector<float> prey = team.features(i, kPrey);
    const bool along_x = std::abs(prey[0]) > std::abs(prey[1]);
    choices[static_cast<std::size_t>(i)] =
        along_x ? (prey[0] < 0 ? 1.0F : 2.0F) : (prey[1] < 0 ? 3.0F : 4.0F);
  }
  return choices;
}

}  // namespace

TEST_CASE("tag begins and goes on as the original from the same seed") {
  Team team("tag", 0);
  check_values(team.self(0), {0.27392337, -0.46042657, 0, 0});
  check_values(team.features(0, kObstacle), {-0.19539839, 1.243557, 0.29461303, -0.43464413});
  check_values(team.features(0, kPredator), {-1.1919763, -0.5065182, 0.3526171, 1.2859378});
  check_values(team.features(0, kPrey), {-0.06065182, 0.9194197, 0, 0});
  check_values(team.self(3), {0.21327156, 0.4589931, 0, 0});
  CHECK(team.features(3, kPrey).empty());
  team.step(rotating_choices(4, 0));
  const std::vector<std::vector<float>> velocities = {{-0.3F, 0}, {0.3F, 0}, {0, -0.3F}, {0, 0.4F}};
  for (int agent = 0; agent < 4; ++agent) {
    CHECK(team.self(agent)[2] == Approx(velocities[static_cast<std::size_t>(agent)][0]));
    CHECK(team.self(agent)[3] == Approx(velocities[static_cast<std::size_t>(agent)][1]));
  }
  team.step(rotating_choices(4, 1));
  check_values(team.self(0), {0.24392338, -0.46042657, 0.075, 0});
}

TEST_CASE("tag pays predators together, and prey for itself") {
  float all_touches = 0;
  double all_costs = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Team team("tag", seed, {{"prey", 2}, {"obstacles", 4}});
    float counted = 0;
    while (!team.over()) {
      std::vector<float> choices = chase(team);
      choices.back() = static_cast<float>(seed % 5);
      team.step(choices);
      float touches = 0;
      for (int prey = 3; prey < 5; ++prey) {
        const auto own = static_cast<float>(touches_of(team, prey));
        const std::vector<float> self = team.self(prey);
        const double cost = cost_of_leaving(self[0]) + cost_of_leaving(self[1]);
        CHECK(static_cast<double>(team.rewards()[static_cast<std::size_t>(prey)]) ==
              Approx(-10 * own - cost).margin(1e-4));
        touches += own;
        all_costs += cost;
      }
      for (std::size_t i = 0; i < 3; ++i) CHECK(team.rewards()[i] == 10 * touches);
      counted += touches;
    }
    CHECK(team.counts()[0] == counted);
    CHECK(team.outcome() == (counted > 0 ? "caught" : "escaped"));
    CHECK(team.steps() == 25);
    CHECK(team.result().truncated);
    all_touches += counted;
  }
  CHECK(all_touches > 0);
  CHECK(all_costs > 1);
}

TEST_CASE("An episode may end when all prey is touched at once") {
  int ended = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Team team("tag", seed, {{"end_on_catch", true}, {"max_steps", 100}});
    while (!team.over()) {
      CHECK(touches_of(team, 3) * team.steps() == 0);  // Before a step the prey may be touched.
      team.step(chase(team));
    }
    if (!team.result().terminated) continue;
    ++ended;
    CHECK(team.outcome() == "caught");
    CHECK(touches_of(team, 3) > 0);
    CHECK(team.steps() < 100);
  }
  CHECK(ended > 10);
}

TEST_CASE("Of each kind there are as many as are asked for") {
  const Team team("tag", 1, {{"predators", 5}, {"prey", 3}, {"obstacles", 0}});
  CHECK(team.spec().kinds[0].agents == 5);
  CHECK(team.spec().kinds[1].agents == 3);
  CHECK(team.features(0, kPredator).size() == 4 * 2);
  CHECK(team.features(0, kPrey).size() == 3 * 4);
  CHECK(team.features(7, kPredator).size() == 5 * 2);
  CHECK(team.features(7, kPrey).size() == 2 * 4);
  CHECK(team.features(7, kObstacle).empty());
  CHECK(team.spec().reward_high == 150);
  CHECK(team.spec().reward_low == -70);
}

TEST_CASE("The velocity of a predator is not known to others, that of prey is") {
  Team team("tag", 3);
  team.all(2);
  const saccade::Observation seen = team.observation(0);
  for (const saccade::Vec2 velocity : seen.rows()[kPredator].velocities) {
    CHECK(std::isnan(velocity.x));
  }
  CHECK(seen.rows()[kPrey].velocities[0].x == Approx(0.4));
}
