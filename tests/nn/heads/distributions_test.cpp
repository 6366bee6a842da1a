#include "nn/heads/distributions.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using Mask = std::vector<std::uint8_t>;
constexpr double kNever = -std::numeric_limits<double>::infinity();

std::vector<double> log_probs_of(std::vector<double> logits, const Mask& allowed) {
  log_softmax(std::span<double>(logits), allowed);
  return logits;
}

double weighted_terms(const std::vector<double>& log_probs, int action) {
  const std::span<const double> view(log_probs);
  return 0.7 * categorical_log_prob(view, action) + 0.3 * categorical_entropy(view);
}

void check_categorical_gradient(std::size_t choices, const Mask& allowed, int action) {
  std::vector<double> logits = testing::random_vector(choices, 11);
  std::vector<double> analytic(choices, 99.0);
  const std::vector<double> log_probs = log_probs_of(logits, allowed);
  categorical_backward(std::span<const double>(log_probs), action, 0.7, 0.3,
                       std::span<double>(analytic));
  testing::check_gradient([&] { return weighted_terms(log_probs_of(logits, allowed), action); },
                          logits, analytic);
}

TEST_CASE("log-probabilities sum to one over what is allowed") {
  const std::vector<double> log_probs = log_probs_of({1000, 1001, -1000, 1000}, {1, 1, 1, 0});
  CHECK(log_probs[3] == kNever);
  double sum = 0;
  for (const double value : log_probs) sum += std::exp(value);
  CHECK(sum == Approx(1));
  CHECK(log_probs[1] - log_probs[0] == Approx(1));
}

TEST_CASE("equal logits have the entropy of a uniform choice") {
  const std::vector<double> log_probs = log_probs_of({2, 2, 2, 2, 2}, {1, 0, 1, 1, 1});
  CHECK(categorical_entropy(std::span<const double>(log_probs)) == Approx(std::log(4)));
}

TEST_CASE("nothing to choose from gives action -1 with log-probability and entropy 0") {
  const Mask mask = GENERATE(Mask{}, Mask{0, 0});
  const std::vector<double> log_probs = log_probs_of(std::vector<double>(mask.size(), 1.0), mask);
  const std::span<const double> view(log_probs);
  CHECK(categorical_mode(view) == -1);
  CHECK(categorical_sample(view, 0.5) == -1);
  CHECK(categorical_log_prob(view, -1) == 0);
  CHECK(categorical_entropy(view) == 0);
}

TEST_CASE("sampling inverts the cumulative distribution and never takes a forbidden choice") {
  const std::vector<double> log_probs = {kNever, std::log(0.25), std::log(0.75), kNever};
  const std::span<const double> view(log_probs);
  CHECK(categorical_sample(view, 0.0) == 1);
  CHECK(categorical_sample(view, 0.2499) == 1);
  CHECK(categorical_sample(view, 0.2501) == 2);
  CHECK(categorical_sample(view, 1 - 1e-16) == 2);
  CHECK(categorical_mode(view) == 2);
}

TEST_CASE("categorical gradients agree with differences") {
  check_categorical_gradient(5, {}, 2);
  check_categorical_gradient(5, {1, 0, 1, 0, 1}, 4);
  check_categorical_gradient(1, {}, 0);
  check_categorical_gradient(3, {0, 1, 0}, 1);
}

TEST_CASE("no gradient flows where there was no choice") {
  std::vector<double> gradient(2, 5.0);
  const std::vector<double> log_probs = log_probs_of({1, 2}, {0, 0});
  categorical_backward(std::span<const double>(log_probs), -1, 1.0, 1.0,
                       std::span<double>(gradient));
  CHECK(gradient == std::vector<double>{0, 0});
}

TEST_CASE("a standard normal has the known density and entropy") {
  const std::array<double, 1> mean = {0};
  const std::array<double, 1> log_std = {0};
  const std::array<float, 1> action = {1};
  CHECK(gaussian_log_prob<double>(mean, log_std, action) == Approx(-1.4189385332));
  CHECK(gaussian_entropy<double>(log_std) == Approx(1.4189385332));
}

TEST_CASE("gaussian gradients agree with differences") {
  std::vector<double> x = testing::random_vector(6, 5);  // Means, then log-deviations.
  const std::vector<float> action = {0.3F, -1.2F, 2.0F};
  const auto mean = [&] { return std::span<const double>(x).first(3); };
  const auto log_std = [&] { return std::span<const double>(x).last(3); };
  std::vector<double> analytic(6, 0.0);
  gaussian_backward(mean(), log_std(), action, 0.7, 0.3, std::span(analytic).first(3),
                    analytic.data() + 3);
  testing::check_gradient(
      [&] {
        return 0.7 * gaussian_log_prob(mean(), log_std(), action) +
               0.3 * gaussian_entropy(log_std());
      },
      x, analytic);
}

}  // namespace
}  // namespace saccade::nn
