// What every kind of distribution of continuous actions must hold to: its density, its samples, its
// entropy, its moments and its gradients agree with each other.
#include "agents/heads/continuous/continuous_kinds.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "support/gradient_check.h"

namespace saccade {
namespace {

/// One dimension of one kind.
class OneNumber {
 public:
  OneNumber(const ContinuousKind& kind, double first, double second)
      : distribution_(kind.make<double>()), first_(first), second_(second) {}

  ShapeView<double> shape() const { return {{&first_, 1}, {&second_, 1}}; }
  const ContinuousDistribution<double>& operator*() const { return *distribution_; }
  const ContinuousDistribution<double>* operator->() const { return distribution_.get(); }

  double density(float recorded) const {
    return std::exp(distribution_->log_prob(shape(), {&recorded, 1}));
  }
  float sample(Rng& rng) const { return distribution_->sample(first_, second_, rng); }
  float greedy() const { return distribution_->greedy(first_, second_); }
  ShapeMoments moments() const { return distribution_->moments(first_, second_); }
  double entropy() const { return distribution_->entropy(shape()); }

 private:
  std::unique_ptr<ContinuousDistribution<double>> distribution_;
  double first_, second_;
};

/// A cell of a grid over the recorded numbers: its middle, and its probability.
struct Cell {
  float recorded;
  double probability;
};

// What to_units does, without its rounding.
double units_of(const OneNumber& number, double recorded) {
  const double squashed = std::tanh(recorded);
  const auto found = static_cast<double>(number->to_units(static_cast<float>(recorded)));
  const bool squashes = std::abs(found - squashed) < std::abs(found - recorded);
  const double units = squashes ? squashed : recorded;
  if (std::abs(units - found) > 1e-6 * std::max(1.0, std::abs(units))) FAIL("found " << found);
  return units;
}

// The density at the middle of a cell times its width in units in which the range is [-1, 1].
std::vector<Cell> cells_of(const OneNumber& number, double reach) {
  constexpr int kCells = 40000;
  const auto at = [&](double i) {
    return static_cast<double>(static_cast<float>(reach * (2 * i / kCells - 1)));
  };
  std::vector<Cell> cells;
  for (int i = 0; i < kCells; ++i) {
    const double width = units_of(number, at(i + 1)) - units_of(number, at(i));
    const auto middle = static_cast<float>(at(i + 0.5));
    cells.push_back({middle, number.density(middle) * width});
  }
  return cells;
}

struct Trial {
  const char* kind;
  double first, second;
  double reach;  // Beyond which next to nothing is recorded.
};

constexpr Trial kTrials[] = {
    {"gaussian", 0, 0, 8},
    {"gaussian", -0.7, -1, 8},
    {"gaussian", 2, 0.6, 18},
    {"tanh_gaussian", 0, 0, 7},
    {"tanh_gaussian", 0.6, -1, 4},
    {"tanh_gaussian", -1, 0.5, 8.5},
    {"tanh_gaussian", 2, -0.5, 7},
    {"beta", 0, 0, 1},
    {"beta", 3, -2, 1},
    {"beta", -4, -4, 1},
    {"beta", 20, 20, 1},
    {"beta", 6, 1, 1},
};

OneNumber number_of(const Trial& trial) {
  return {*find_continuous_kind(trial.kind), trial.first, trial.second};
}

TEST_CASE("kinds of continuous distributions have names of their own, gaussian is the default") {
  std::set<std::string> names, tried;
  for (const ContinuousKind& kind : continuous_kinds()) {
    CHECK(find_continuous_kind(kind.name) == &kind);
    CHECK_FALSE(std::string(kind.summary).empty());
    names.insert(kind.name);
  }
  for (const Trial& trial : kTrials) tried.insert(trial.kind);
  CHECK(names.size() == continuous_kinds().size());
  CHECK(names == tried);  // The tests below know every kind.
  CHECK(find_continuous_kind("cauchy") == nullptr);
  CHECK(ContinuousConfig{}.distribution == find_continuous_kind("gaussian"));
}

TEST_CASE("densities of continuous actions integrate to 1 and have the stated moments") {
  const Trial trial = GENERATE(from_range(std::begin(kTrials), std::end(kTrials)));
  CAPTURE(trial.kind, trial.first, trial.second);
  const OneNumber number = number_of(trial);
  double sum = 0, mean = 0, square = 0, entropy = 0;
  for (const Cell& cell : cells_of(number, trial.reach)) {
    if (cell.probability == 0) continue;
    const auto y = static_cast<double>(number->to_units(cell.recorded));
    sum += cell.probability;
    mean += cell.probability * y;
    square += cell.probability * y * y;
    entropy -= cell.probability * std::log(number.density(cell.recorded));
  }
  CHECK(sum == Approx(1).epsilon(1e-4));
  CHECK(number.moments().mean == Approx(mean).margin(1e-4));
  CHECK(number.moments().deviation == Approx(std::sqrt(square - mean * mean)).epsilon(5e-4));
  CHECK(number.entropy() == Approx(entropy).margin(1e-3));
}

TEST_CASE("samples of continuous actions follow the density") {
  constexpr int kSamples = 200000;
  const Trial trial = GENERATE(from_range(std::begin(kTrials), std::end(kTrials)));
  CAPTURE(trial.kind, trial.first, trial.second);
  const OneNumber number = number_of(trial);
  Rng rng(17);
  std::vector<float> samples(kSamples);
  for (float& sample : samples) sample = number.sample(rng);
  std::sort(samples.begin(), samples.end());
  const ShapeMoments moments = number.moments();
  const auto stated_variance = static_cast<double>(moments.deviation * moments.deviation);
  double sum = 0, squares = 0, fourth_powers = 0;
  for (const float sample : samples) {
    const double apart = static_cast<double>(number->to_units(sample) - moments.mean);
    sum += apart;
    squares += apart * apart;
    fourth_powers += std::pow(apart, 4);
  }
  // Within four standard errors of the mean and of the variance.
  const double variance = squares / kSamples;
  const double spread = std::sqrt(fourth_powers / kSamples - variance * variance);
  CHECK(sum / kSamples == Approx(0).margin(4 * std::sqrt(variance / kSamples)));
  CHECK(variance == Approx(stated_variance).margin(4 * spread / std::sqrt(kSamples)));

  // Kolmogorov & Smirnov: of samples that follow it one in 1000 is as far from the integral.
  double cumulative = 0, apart = 0;
  auto seen = samples.begin();
  for (const Cell& cell : cells_of(number, trial.reach)) {
    seen = std::lower_bound(seen, samples.end(), cell.recorded);
    const auto share = static_cast<double>(seen - samples.begin()) / kSamples;
    apart = std::max(apart, std::abs(share - cumulative - cell.probability / 2));
    cumulative += cell.probability;
  }
  CHECK(apart < 1.95 / std::sqrt(kSamples));
}

TEST_CASE("the greedy number is the density's peak, or what half of the samples exceed") {
  const Trial trial = GENERATE(from_range(std::begin(kTrials), std::end(kTrials)));
  CAPTURE(trial.kind, trial.first, trial.second);
  const OneNumber number = number_of(trial);
  const std::vector<Cell> cells = cells_of(number, trial.reach);
  if (std::string(trial.kind) == "tanh_gaussian") {
    double below = 0;
    for (const Cell& cell : cells) below += cell.recorded < number.greedy() ? cell.probability : 0;
    CHECK(below == Approx(0.5).margin(1e-3));
    return;
  }
  const auto peak = std::max_element(cells.begin(), cells.end(), [&](const Cell& a, const Cell& b) {
    return number.density(a.recorded) < number.density(b.recorded);
  });
  CHECK(number.greedy() == Approx(peak->recorded).margin(2 * trial.reach / 1000));
}

TEST_CASE("gradients of continuous distributions agree with differences") {
  const ContinuousKind& kind =
      GENERATE(from_range(continuous_kinds().begin(), continuous_kinds().end()));
  const double spread = GENERATE(0.5, 3.0);
  CAPTURE(kind.name, spread);
  const auto distribution = kind.make<double>();
  std::vector<double> x = testing::random_vector(8, 5);  // First numbers, then second ones.
  for (double& value : x) value *= spread;
  for (std::size_t i = 4; kind.has_deviation && i < 8; ++i) x[i] = std::clamp(x[i], -1.5, 1.0);
  const auto shape = [&] {
    return ShapeView<double>{std::span<const double>(x).first(4),
                             std::span<const double>(x).last(4)};
  };
  Rng rng(3);
  std::vector<float> recorded;
  for (std::size_t i = 0; i < 4; ++i) recorded.push_back(distribution->sample(x[i], x[i + 4], rng));
  std::vector<double> analytic(8, 0.0);
  distribution->backward(shape(), recorded, 0.7, 0.3, std::span(analytic).first(4),
                         analytic.data() + 4);
  testing::check_gradient(
      [&] {
        return 0.7 * distribution->log_prob(shape(), recorded) +
               0.3 * distribution->entropy(shape());
      },
      x, analytic);
}

TEST_CASE("continuous distributions stay finite and within their range far out") {
  const ContinuousKind& kind =
      GENERATE(from_range(continuous_kinds().begin(), continuous_kinds().end()));
  const auto distribution = kind.make<float>();
  Rng rng(1);
  for (const float first : {-900.0F, -30.0F, 0.0F, 30.0F, 900.0F}) {
    for (const float second : {-9.0F, 0.0F, 4.0F, kind.has_deviation ? 5.0F : 900.0F}) {
      CAPTURE(kind.name, first, second);
      const float recorded = distribution->sample(first, second, rng);
      const float best = distribution->greedy(first, second);
      const ShapeView<float> shape{{&first, 1}, {&second, 1}};
      float d_first = 0, d_second = 0;
      distribution->backward(shape, {&recorded, 1}, 1, 1, {&d_first, 1}, &d_second);
      const ShapeMoments moments = distribution->moments(first, second);
      for (const float value :
           {recorded, best, distribution->log_prob(shape, {&recorded, 1}),
            distribution->log_prob(shape, {&best, 1}), distribution->entropy(shape), d_first,
            d_second, moments.mean, moments.deviation}) {
        CHECK(std::isfinite(value));
      }
      if (std::string(kind.name) == "gaussian") continue;
      CHECK(std::abs(distribution->to_units(recorded)) <= 1);
      CHECK(std::abs(distribution->to_units(best)) <= 1);
    }
  }
}

TEST_CASE("the entropy of a squashed normal is as exact as it says") {
  const ContinuousKind& kind = *find_continuous_kind("tanh_gaussian");
  const auto exact = [](double mean, double log_std) {  // By far more points.
    double sum = 0;
    constexpr int kPoints = 200000;
    for (int i = 0; i <= kPoints; ++i) {
      const double z = 20.0 * i / kPoints - 10;
      const double u = std::abs(mean + std::exp(log_std) * z);
      sum += std::exp(-z * z / 2) * 2 * (std::log(2.0) - u - std::log1p(std::exp(-2 * u)));
    }
    const double mean_log_derivative = sum * 20.0 / kPoints / std::sqrt(2 * std::acos(-1.0));
    return log_std + 1.4189385332046727 + mean_log_derivative;
  };
  const auto worst_error = [&](double deviation) {
    double worst = 0;
    for (double mean = -3; mean <= 3; mean += 0.31) {
      const OneNumber number(kind, mean, std::log(deviation));
      worst = std::max(worst, std::abs(number.entropy() - exact(mean, std::log(deviation))));
    }
    return worst;
  };
  CHECK(worst_error(0.1) < 1e-7);
  CHECK(worst_error(1) < 1e-7);
  CHECK(worst_error(2) < 1e-4);
  CHECK(worst_error(4) < 1e-2);
}

TEST_CASE("what a network that has overflowed samples is no number") {
  const ContinuousKind& kind =
      GENERATE(from_range(continuous_kinds().begin(), continuous_kinds().end()));
  const auto distribution = kind.make<float>();
  Rng rng(1);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CAPTURE(kind.name);
  CHECK(std::isnan(distribution->sample(nan, 0, rng)));
  CHECK(std::isnan(distribution->sample(0, nan, rng)));
  if (!kind.has_deviation) {
    CHECK(std::isnan(distribution->sample(std::numeric_limits<float>::infinity(), 0, rng)));
  }
}

}  // namespace
}  // namespace saccade
