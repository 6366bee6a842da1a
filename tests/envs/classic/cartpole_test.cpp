// Check values: Gymnasium's CartPole-v1 (commit 3f0476a8).
#include <catch2/catch.hpp>
#include <vector>

#include "support/rollout.h"

using saccade::testing::Rollout;

namespace {

// The observation is the original's state, rounded to float32: nothing less than equality will do.
void check_state(const Rollout& rollout, const std::vector<double>& state) {
  const std::vector<float> seen = rollout.self();
  REQUIRE(seen.size() == state.size());
  for (std::size_t i = 0; i < state.size(); ++i) {
    INFO("feature " << i);
    CHECK(seen[i] == static_cast<float>(state[i]));
  }
}

const std::vector<int> kActions = {1, 0, 1, 1, 0, 0, 1, 0, 1, 0};

}  // namespace

TEST_CASE("Cartpole starts and moves as the original, seed 0") {
  Rollout rollout("cartpole", 0);
  check_state(rollout, {0.013696168732145436, -0.02302132862361297, -0.045902647606380534,
                        -0.04834723644714709});
  for (const int action : kActions) rollout.choose(action);
  check_state(rollout, {0.037158199117790974, -0.012805879619013139, -0.11324586790763148,
                        -0.2753173513832097});
}

TEST_CASE("Cartpole starts and moves as the original, seed 42") {
  Rollout rollout("cartpole", 42);
  check_state(rollout, {0.027395604855596334, -0.006112156024794771, 0.03585979199113824,
                        0.019736802905936393});
  for (const int action : kActions) rollout.choose(action);
  check_state(rollout, {0.053117446095589826, -0.009338695324371205, 0.007039451728442853,
                        0.09089991076863635});
}

TEST_CASE("Pushing right for ever makes the pole fall when the original's does") {
  for (const auto& [seed, length] : {std::pair(0, 8), std::pair(42, 10)}) {
    Rollout rollout("cartpole", static_cast<std::uint64_t>(seed));
    while (!rollout.over()) rollout.choose(1);
    CHECK(rollout.steps() == length);
    CHECK(rollout.total() == length);  // The last step is worth 1, too.
    CHECK(rollout.terminated());
    CHECK(rollout.outcome() == "fell");
  }
}

TEST_CASE("A balanced pole is cut off at 500 steps") {
  Rollout rollout("cartpole", 3);
  while (!rollout.over()) {
    const auto s = rollout.self();
    rollout.choose(0.1F * s[0] + 0.3F * s[1] + 3 * s[2] + s[3] > 0 ? 1 : 0);
  }
  CHECK(rollout.steps() == 500);
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "balanced");
}

TEST_CASE("Sutton and Barto's reward is -1 for the fall and 0 before") {
  Rollout rollout("cartpole", 0, {{"sutton_barto_reward", true}});
  for (int i = 0; i < 7; ++i) {
    rollout.choose(1);
    CHECK(rollout.reward() == 0);
  }
  rollout.choose(1);
  CHECK(rollout.reward() == -1);
}

TEST_CASE("The bounds of cartpole's first state and its length are options") {
  Rollout rollout("cartpole", 0, {{"initial_low", 0.1}, {"initial_high", 0.1}, {"max_steps", 3}});
  check_state(rollout, {0.1, 0.1, 0.1, 0.1});
  CHECK(rollout.spec().max_steps == 3);
  CHECK_THROWS_WITH(Rollout("cartpole", 0, {{"initial_low", 0.1}, {"initial_high", 0.0}}),
                    Catch::Contains("initial_low") && Catch::Contains("initial_high"));
}
