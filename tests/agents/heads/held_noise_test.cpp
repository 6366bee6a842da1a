// How long an agent holds its noise.
#include "agents/heads/held_noise.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace saccade {
namespace {

std::vector<float> next(HeldNoise& held, Rng& rng, std::uint64_t every, std::size_t count = 6) {
  held.advance(rng, every, count);
  return {held.numbers().begin(), held.numbers().end()};
}

TEST_CASE("the same numbers are held for an interval, then others are drawn") {
  constexpr int kEvery = 3;
  HeldNoise held;
  Rng rng(1);
  std::vector<std::vector<float>> steps;
  for (int step = 0; step < 9; ++step) {
    const auto before = rng.save();
    steps.push_back(next(held, rng, kEvery));
    CHECK((rng.save() == before) == (step % kEvery != 0));
    CHECK(held.age() == static_cast<std::uint64_t>(step % kEvery + 1));
  }
  for (std::size_t step = 1; step < steps.size(); ++step) {
    CHECK((steps[step] == steps[step - 1]) == (step % kEvery != 0));
  }
  CHECK(steps[6] != steps[0]);
}

TEST_CASE("an interval of one step draws at every step, one of 0 steps once per episode") {
  HeldNoise held;
  Rng rng(1);
  const std::vector<float> first = next(held, rng, 1);
  CHECK(next(held, rng, 1) != first);
  held.forget();
  const std::vector<float> second = next(held, rng, 0);
  for (int step = 0; step < 1000; ++step) REQUIRE(next(held, rng, 0) == second);
  held.forget();
  CHECK(next(held, rng, 0) != second);
}

TEST_CASE("an episode that ends within an interval takes its numbers along") {
  HeldNoise held;
  Rng rng(1);
  const std::vector<float> first = next(held, rng, 4);
  held.forget();
  const std::vector<float> second = next(held, rng, 4);
  CHECK(second != first);
  for (int step = 0; step < 3; ++step) CHECK(next(held, rng, 4) == second);
  CHECK(next(held, rng, 4) != second);
}

TEST_CASE("seed and age are all that there is to save") {
  HeldNoise held;
  Rng rng(1);
  const std::vector<float> first = next(held, rng, 3);
  HeldNoise restored(held.seed(), held.age());
  Rng same = rng;
  CHECK(next(restored, same, 3) == first);
  next(held, rng, 3);
  for (int step = 0; step < 4; ++step) CHECK(next(restored, same, 3) == next(held, rng, 3));
}

TEST_CASE("what is held are standard normal numbers") {
  constexpr std::size_t kCount = 40000;
  HeldNoise held;
  Rng rng(3);
  double sum = 0, squares = 0;
  for (const float number : next(held, rng, 0, kCount)) {
    sum += static_cast<double>(number);
    squares += static_cast<double>(number) * static_cast<double>(number);
  }
  constexpr double kError = 1 / 200.0;  // Of a mean; the variance's is root 2 times that.
  CHECK(sum / kCount == Approx(0).margin(4 * kError));
  CHECK(squares / kCount == Approx(1).margin(4 * kError * std::sqrt(2.0)));
}

}  // namespace
}  // namespace saccade
