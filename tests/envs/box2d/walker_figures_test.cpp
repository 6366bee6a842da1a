// What becomes of many walkers, beside Gymnasium's.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "envs/box2d/walker_play.h"

using saccade::testing::play;
using saccade::testing::Rollout;

namespace {

struct Figures {
  double mean, error, length, length_error, fell;
};

struct Score {
  std::vector<double> returns, lengths;
  double fell = 0;

  Figures figures() const {
    const auto [mean, error] = mean_of(returns);
    const auto [length, length_error] = mean_of(lengths);
    return {mean, error, length, length_error, fell / static_cast<double>(returns.size())};
  }

 private:
  static std::array<double, 2> mean_of(const std::vector<double>& numbers) {
    const auto count = static_cast<double>(numbers.size());
    const double mean = std::accumulate(numbers.begin(), numbers.end(), 0.0) / count;
    double squares = 0;
    for (const double number : numbers) squares += (number - mean) * (number - mean);
    return {mean, std::sqrt(squares / (count - 1) / count)};
  }
};

Figures score(const std::string& id, bool heuristic, std::uint64_t seeds) {
  Score result;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Rollout rollout(id, seed);
    play(rollout, seed, heuristic);
    result.returns.push_back(rollout.total());
    result.lengths.push_back(rollout.steps());
    result.fell += rollout.outcome() == "fell" ? 1 : 0;
  }
  return result.figures();
}

/// What Gymnasium's walker does, and what ours did when the two were compared.
struct Comparison {
  std::string id;
  bool heuristic;
  Figures original, ours;
};

void check_alike(const Comparison& comparison, std::uint64_t seeds) {
  const auto& [id, heuristic, original, ours] = comparison;
  const Figures found = score(id, heuristic, seeds);
  INFO(id << (heuristic ? ", heuristic" : ", random") << ": mean " << found.mean << " +- "
          << found.error << ", length " << found.length << " +- " << found.length_error << ", fell "
          << found.fell);
  const double share = ours.fell * (1 - ours.fell) / static_cast<double>(seeds);
  CHECK(std::abs(found.mean - ours.mean) < 3 * found.error);
  CHECK(std::abs(found.length - ours.length) < 3 * found.length_error);
  CHECK(std::abs(found.fell - ours.fell) < 3 * std::sqrt(share));
}

// Ours is the original's as far as the errors allow (3.3 of them: once in 1,000).
const std::vector<Comparison> kComparisons = {{"bipedal-walker",
                                               false,
                                               {-99.74, 0.32, 599.8, 16.1, 0.6605},
                                               {-99.92, 0.30, 543.4, 15.6, 0.6970}},
                                              {"bipedal-walker",
                                               true,
                                               {104.91, 2.85, 946.0, 10.4, 0.7725},
                                               {106.29, 2.82, 951.6, 10.3, 0.7770}},
                                              {"bipedal-walker-hardcore",
                                               true,
                                               {-59.07, 0.59, 410.8, 9.8, 0.932},
                                               {-59.89, 0.57, 397.3, 9.0, 0.9425}}};

}  // namespace

TEST_CASE("The heuristic controller brings some walkers to the far end") {
  int arrived = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Rollout rollout("bipedal-walker", seed);
    play(rollout, seed, true);
    if (rollout.outcome() != "arrived") continue;
    ++arrived;
    CHECK(rollout.observation().rows()[0].positions[0].x > 190 * 14.0 / 30);
    CHECK(rollout.total() > 250);
    CHECK(rollout.reward() > -1);
    CHECK(rollout.terminated());
  }
  CHECK(arrived > 0);
}

TEST_CASE("The walker fares as the original does, under random torques and the heuristic") {
  for (const Comparison& comparison : kComparisons) check_alike(comparison, 40);
}

TEST_CASE("What becomes of 2,000 walkers", "[.long]") {
  for (const Comparison& comparison : kComparisons) {
    check_alike(comparison, 2000);
    const auto& [id, heuristic, original, ours] = comparison;
    INFO(id << (heuristic ? ", heuristic" : ", random"));
    CHECK(std::abs(ours.mean - original.mean) < 3.3 * std::hypot(ours.error, original.error));
    CHECK(std::abs(ours.length - original.length) <
          3.3 * std::hypot(ours.length_error, original.length_error));
    CHECK(std::abs(ours.fell - original.fell) < 0.05);
  }
}
