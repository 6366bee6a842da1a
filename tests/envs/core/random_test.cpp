// Rng against numpy.random.Generator(PCG64(seed)), NumPy 1.24.2.
#include "envs/core/random.h"

#include <catch2/catch.hpp>
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
