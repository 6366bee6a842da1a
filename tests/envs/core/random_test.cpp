// Rng against numpy.random.Generator(PCG64(seed)), NumPy 1.24.2, and against mathematics.
#include "envs/core/random.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <utility>
#include <vector>

using saccade::Rng;

namespace {

struct Expected {
  std::uint64_t seed;
  std::uint64_t first_word;
  std::vector<double> uniforms;
  std::vector<int> digits;
  std::vector<int> signed_integers;
};

const std::vector<Expected> kNumpy = {
    {0,
     0xa30febcfd9c2825f,
     {0.6369616873214543, 0.2697867137638703, 0.04097352393619469},
     {8, 6, 5, 2, 3, 0},
     {7011, 2738, 222, -4604}},
    {42,
     0xc621fbcd16d92688,
     {0.7739560485559633, 0.4388784397520523, 0.8585979199113825},
     {0, 7, 6, 4, 4, 8},
     {-8215, 5478, 3091, -1223}},
    {123,
     0xaeae9c9903f3e9cd,
     {0.6823518632481435, 0.053821018802222675, 0.22035987277261138},
     {0, 6, 5, 0, 9, 2},
     {-9691, 3646, 1858, -8923}}};

}  // namespace

TEST_CASE("Random numbers are NumPy's, bit for bit") {
  for (const Expected& expected : kNumpy) {
    INFO("seed " << expected.seed);
    CHECK(Rng(expected.seed)() == expected.first_word);
    Rng uniform(expected.seed);
    for (const double value : expected.uniforms) CHECK(uniform.uniform() == value);
    Rng digits(expected.seed);
    for (const int value : expected.digits) CHECK(digits.integers(0, 10) == value);
    Rng integers(expected.seed);
    for (const int value : expected.signed_integers) CHECK(integers.integers(-9999, 9999) == value);
  }
}

TEST_CASE("A range of one integer consumes nothing") {
  Rng rng(0);
  CHECK(rng.integers(5, 6) == 5);
  CHECK(rng() == 0xa30febcfd9c2825f);
}

TEST_CASE("A saved generator continues where it was, in the middle of a 64-bit word too") {
  Rng rng(7);
  rng.integers(0, 10);
  Rng copy;
  copy.restore(rng.save());
  for (int i = 0; i < 10; ++i) CHECK(copy.integers(0, 1000) == rng.integers(0, 1000));
  CHECK(copy() == rng());
}

TEST_CASE("Each part of an address changes the derived seed") {
  const std::uint64_t seed = saccade::derive_seed({1, 2, 3});
  CHECK(seed == saccade::derive_seed({1, 2, 3}));
  CHECK(seed != saccade::derive_seed({0, 2, 3}));
  CHECK(seed != saccade::derive_seed({1, 3, 2}));
  CHECK(seed != saccade::derive_seed({1, 2, 4}));
  CHECK(seed != saccade::derive_seed({1, 2}));
}

TEST_CASE("Normal numbers have the same bits on every platform") {
  // By exact arithmetic, rounded after each operation.
  const std::vector<std::pair<std::uint64_t, std::vector<double>>> expected = {
      {0, {0.8078330832224515, 0.6954632027865234, 0.07306938744920204, 0.5538144683995397}},
      {42, {1.4832067819346502, 0.7837781224747923, 0.6813404242513689, -1.0624053474836006}},
      {123, {0.14486378614592657, -0.5473996232713949, -0.4679476499944468, 0.3691793255326723}}};
  for (const auto& [seed, values] : expected) {
    Rng rng(seed);
    for (const double value : values) CHECK(rng.normal() == value);
  }
}

TEST_CASE("Normal numbers are distributed as the standard normal") {
  constexpr int kCount = 200'000;
  constexpr double kLimits[] = {0, 1, 1.959964, 2.575829, 3.290527};
  constexpr double kBeyond[] = {0.5, 0.158655, 0.025, 0.005, 0.0005};  // One-sided.
  Rng rng(5);
  double sum = 0, squares = 0, fourths = 0;
  double above[5] = {}, below[5] = {};
  for (int i = 0; i < kCount; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    fourths += x * x * x * x;
    for (std::size_t k = 0; k < 5; ++k) {
      above[k] += x > kLimits[k] ? 1 : 0;
      below[k] += x < -kLimits[k] ? 1 : 0;
    }
  }
  CHECK(sum / kCount == Approx(0).margin(0.01));  // 4.5 standard errors.
  CHECK(squares / kCount == Approx(1).margin(0.015));
  CHECK(fourths / kCount == Approx(3).margin(0.1));
  for (std::size_t k = 0; k < 5; ++k) {
    const double margin = 4.5 * std::sqrt(kBeyond[k] / kCount);
    CHECK(above[k] / kCount == Approx(kBeyond[k]).margin(margin));
    CHECK(below[k] / kCount == Approx(kBeyond[k]).margin(margin));
  }
}

TEST_CASE("The logarithm of normal numbers is right to the last digits") {
  Rng rng(3);
  for (int i = 0; i < 100'000; ++i) {
    const double scale = std::ldexp(1.0, static_cast<int>(rng.integers(-1020, 1020)));
    const double near_one = 1 + std::ldexp(rng.uniform(-1, 1), -static_cast<int>(i % 50) - 1);
    for (const double x : {rng.uniform(1, 2) * scale, rng.uniform(0.5, 1), near_one}) {
      if (x == 1) continue;
      const double expected = std::log(x);
      REQUIRE(std::abs(saccade::detail::portable_log(x) - expected) <= 1e-15 * std::abs(expected));
    }
  }
  CHECK(saccade::detail::portable_log(1) == 0);
}
