#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/gae.h"
#include "agents/algorithms/losses.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

struct RandomTrajectories {
  int steps = 12;
  int columns = 3;
  std::vector<float> rewards, values, next_values;
  std::vector<std::uint8_t> ended;

  RandomTrajectories() {
    Rng rng(4);
    const auto size = static_cast<std::size_t>(steps * columns);
    for (std::size_t i = 0; i < size; ++i) {
      rewards.push_back(static_cast<float>(rng.uniform(-1, 1)));
      values.push_back(static_cast<float>(rng.uniform(-1, 1)));
      ended.push_back(rng.uniform() < 0.2);
    }
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t next = i + static_cast<std::size_t>(columns);
      const bool own = ended[i] != 0 || next >= size;  // The end's own value, 0 where terminated.
      next_values.push_back(own ? (i % 2 == 0 ? 0.0F : static_cast<float>(rng.uniform(-1, 1)))
                                : values[next]);
    }
  }

  Trajectories view() const { return {columns, rewards, values, next_values, ended}; }

  // Sum over l of (gamma lambda)^l delta_{t+l}, up to the end of the episode.
  double brute_force(int step, int column, double gamma, double lambda) const {
    double sum = 0, weight = 1;
    for (int t = step; t < steps; ++t) {
      const auto i = static_cast<std::size_t>(t * columns + column);
      sum +=
          weight * (static_cast<double>(rewards[i]) + gamma * static_cast<double>(next_values[i]) -
                    static_cast<double>(values[i]));
      if (ended[i] != 0) break;
      weight *= gamma * lambda;
    }
    return sum;
  }
};

TEST_CASE("advantages equal the brute-force sum over the rest of the episode") {
  const RandomTrajectories t;
  Targets targets(t.steps * t.columns);
  generalised_advantages(t.view(), {.gamma = 0.9F, .lambda = 0.8F}, targets);
  for (int step = 0; step < t.steps; ++step) {
    for (int column = 0; column < t.columns; ++column) {
      const auto i = static_cast<std::size_t>(step * t.columns + column);
      CHECK(static_cast<double>(targets.advantages[i]) ==
            Approx(t.brute_force(step, column, 0.9, 0.8)).margin(1e-5));
      CHECK(targets.returns[i] == targets.advantages[i] + t.values[i]);
    }
  }
}

TEST_CASE("with lambda 1 a truncated episode's return is its rewards and the last value") {
  const std::vector<float> rewards = {1, 2}, values = {10, 20}, next_values = {20, 30};
  const std::vector<std::uint8_t> ended = {0, 1};
  Targets targets(2);
  generalised_advantages({1, rewards, values, next_values, ended}, {.gamma = 0.5F, .lambda = 1},
                         targets);
  CHECK(targets.advantages[0] + values[0] == Approx(1 + 0.5 * (2 + 0.5 * 30)));
}

TEST_CASE("the surrogate loss is minus the advantage where nothing has changed") {
  const auto term = surrogate_loss(-1.0, -1.0, 2.0, 0.2);
  CHECK(term.loss == -2);
  CHECK(term.d_log_prob == -2);
  CHECK(term.kl == 0);
  CHECK_FALSE(term.clipped);
}

TEST_CASE("the surrogate loss stops where the ratio has left the range to the better") {
  const auto up = surrogate_loss(std::log(1.5), 0.0, 2.0, 0.2);
  CHECK(up.loss == Approx(-1.2 * 2));
  CHECK(up.d_log_prob == 0);
  CHECK(up.clipped);
  const auto down = surrogate_loss(std::log(0.5), 0.0, -2.0, 0.2);
  CHECK(down.loss == Approx(0.8 * 2));
  CHECK(down.d_log_prob == 0);
}

TEST_CASE("the surrogate loss keeps pulling where the ratio has left the range to the worse") {
  const auto up = surrogate_loss(std::log(1.5), 0.0, -2.0, 0.2);
  CHECK(up.loss == Approx(3));
  CHECK(up.d_log_prob == Approx(3));
  const auto down = surrogate_loss(std::log(0.5), 0.0, 2.0, 0.2);
  CHECK(down.loss == Approx(-1));
  CHECK(down.d_log_prob == Approx(-1));
  CHECK(down.kl == Approx(0.5 - 1 + std::log(2)));
}

TEST_CASE("a dual clip limits the loss of a bad action that has become much more likely") {
  const auto beyond = surrogate_loss(std::log(4.0), 0.0, -2.0, 0.2, 3.0);
  CHECK(beyond.loss == 3 * 2);
  CHECK(beyond.d_log_prob == 0);
  const auto within = surrogate_loss(std::log(2.5), 0.0, -2.0, 0.2, 3.0);
  CHECK(within.loss == Approx(2.5 * 2));
  CHECK(within.d_log_prob == Approx(2.5 * 2));
  const auto good = surrogate_loss(std::log(4.0), 0.0, 2.0, 0.2, 3.0);
  CHECK(good.loss == surrogate_loss(std::log(4.0), 0.0, 2.0, 0.2).loss);
  CHECK(surrogate_loss(std::log(4.0), 0.0, -2.0, 0.2).loss == Approx(4 * 2));  // Without.
}

TEST_CASE("PPO's dual clip is 0 or above 1") {
  for (const double dual_clip : {0.5, 1.0}) {
    AlgorithmConfig config("ppo");
    config.options.set("dual_clip", dual_clip);
    CHECK_THROWS_WITH(make_algorithm(config), Catch::Contains("ppo.dual_clip: found") &&
                                                  Catch::Contains("wanted 0 or more than 1"));
  }
}

TEST_CASE("the value loss is half the squared error") {
  const auto term = value_loss(3.0, 0.0, 1.0, 0.0);
  CHECK(term.loss == 2);
  CHECK(term.d_value == 2);
}

TEST_CASE("a clipped value loss is the larger one and stops once the value has moved too far") {
  const auto near = value_loss(0.1, 0.0, 1.0, 0.2);
  CHECK(near.loss == Approx(0.405));
  CHECK(near.d_value == Approx(-0.9));
  const auto far = value_loss(0.9, 0.0, 1.0, 0.2);
  CHECK(far.loss == Approx(0.32));
  CHECK(far.d_value == 0);
  const auto wrong_way = value_loss(-0.9, 0.0, 1.0, 0.2);
  CHECK(wrong_way.loss == Approx(1.805));
  CHECK(wrong_way.d_value == Approx(-1.9));
}

// Rounding puts old + (value - old) - target one ulp beyond value - target here.
TEST_CASE("a value that has hardly moved keeps its gradient, whatever rounding does") {
  const float value = -0.0700583383F, target = 0.0336173847F;
  const auto term = value_loss(value, 0.0259350874F, target, 0.2F);
  CHECK(term.d_value == value - target);
  CHECK(term.loss == (value - target) * (value - target) / 2);
}

TEST_CASE("a clipped value loss has no gradient only where the value has left the range") {
  Rng rng(9);
  const auto draw = [&rng](double scale) { return static_cast<float>(rng.uniform(-scale, scale)); };
  int stopped = 0;
  for (int i = 0; i < 100000; ++i) {
    const float old = draw(2), value = old + draw(0.4), target = draw(2);
    const auto term = value_loss(value, old, target, 0.2F);
    if (term.d_value != 0) {
      CHECK(term.d_value == value - target);
      continue;
    }
    ++stopped;
    CHECK(std::abs(value - old) > 0.2F);
  }
  CHECK(stopped > 10000);
}

}  // namespace
}  // namespace saccade
