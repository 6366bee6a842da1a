#include "envs/box2d/walker_terrain.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "envs/box2d/walker_play.h"
#include "envs/box2d/walker_world.h"

using saccade::Rng;
using saccade::WalkerTerrain;
using saccade::WalkerWorld;
using saccade::testing::Rollout;
using saccade::testing::terrain_of;

namespace {

/// Of a ground: the heights of some points, their sum over all, and how many blocks there are.
struct Ground {
  bool hardcore;
  std::uint64_t seed;
  std::array<double, 9> heights;  // Of points 20, 21, 22, 50, 100, 150, 197, 198 and 199, m.
  double sum;
  std::size_t blocks;
};
const std::vector<Ground> kGrounds = {
    {false,
     0,
     {3.33333333333, 3.31798578092, 3.28510597391, 3.39342871929, 3.38444412065, 3.28806466683,
      3.41683078563, 3.39178405112, 3.38595467712},
     671.3167682378144,
     0},
    {false,
     42,
     {3.33333333333, 3.32925856265, 3.3599052741, 3.48295200961, 3.20079315724, 3.39527519213,
      3.22898536836, 3.24016212608, 3.27965363039},
     663.7436621606341,
     0},
    {true,
     0,
     {3.33333333333, 3.1, 2.98333333333, 2.44136506107, 5.30059379279, 3.28289112975, 4.98180000084,
      4.96522851192, 4.94456694796},
     715.5294701750353,
     27},
    {true,
     42,
     {3.33333333333, 1.46666666667, 1.46666666667, 2.37162673192, 1.08805642163, 4.17451136566,
      2.28555639541, 2.16888972874, 2.05222306208},
     523.1880346330986,
     30}};

void check_block(const saccade::WalkerBlock& block, const std::array<double, 4>& wanted) {
  const std::array<double, 4> found = {block.left, block.bottom, block.right, block.top};
  for (std::size_t i = 0; i < 4; ++i) CHECK(found[i] == Approx(wanted[i]).margin(1e-6));
}

/// Random torques, or the heuristic controller, over seeds 0 to 1999: means of return and length
/// with their standard errors, and the share of episodes that end in a fall.
}  // namespace

TEST_CASE("The walker's ground is the original's") {
  for (const Ground& ground : kGrounds) {
    INFO("hardcore " << ground.hardcore << ", seed " << ground.seed);
    const WalkerTerrain terrain = terrain_of(ground.hardcore, ground.seed);
    std::vector<double> heights;
    for (const std::size_t i : {20U, 21U, 22U, 50U, 100U, 150U, 197U, 198U, 199U}) {
      heights.push_back(terrain.y[i]);
    }
    for (std::size_t i = 0; i < heights.size(); ++i) {
      CHECK(heights[i] == Approx(ground.heights[i]).epsilon(1e-11));
    }
    CHECK(std::accumulate(terrain.y.begin(), terrain.y.end(), 0.0) ==
          Approx(ground.sum).epsilon(1e-13));
    CHECK(terrain.blocks.size() == ground.blocks);
  }
}

TEST_CASE("The hardcore walker meets the original's stairs, pits and stumps") {
  const WalkerTerrain stairs = terrain_of(true, 0);
  check_block(stairs.blocks[0], {9.33333333, 2.86666667, 11.2, 3.33333333});
  check_block(stairs.blocks[2], {13.06666667, 1.93333333, 14.93333333, 2.4});
  check_block(stairs.blocks[3], {17.26666667, 0.161037654, 17.73333333, 2.027704239});
  const WalkerTerrain pit = terrain_of(true, 42);
  check_block(pit.blocks[0], {9.33333333, 1.46666667, 9.8, 3.33333333});
  check_block(pit.blocks[1], {11.2, 1.46666667, 11.66666667, 3.33333333});
  check_block(pit.blocks[2], {15.4, 3.398136377, 16.33333333, 4.331469536});
  check_block(terrain_of(true, 7).blocks[3], {14.93333333, 4.26666667, 16.8, 4.73333333});
}

TEST_CASE("The walker's clouds are drawn as the original's are") {
  const WalkerTerrain rolling = terrain_of(false, 0);
  CHECK(rolling.clouds[0][0].x == Approx(83.44698463511956));
  CHECK(rolling.clouds[0][0].y == Approx(13.136690038912093));
  CHECK(rolling.clouds[9][4].x == Approx(5.816567277602567));
  CHECK(rolling.clouds[9][4].y == Approx(11.704964224630594));
  CHECK(terrain_of(true, 7).clouds[9][4].x == Approx(18.726422350479368));
}

TEST_CASE("The ground's height between two points lies on the line between them") {
  WalkerTerrain terrain;
  terrain.y[3] = 2;
  terrain.y[4] = 3;
  terrain.y[199] = 7;
  CHECK(terrain.height_at(WalkerTerrain::x(3)) == Approx(2));
  CHECK(terrain.height_at(3.25 * WalkerTerrain::kStep) == Approx(2.25));
  CHECK(terrain.height_at(-5) == 0);
  CHECK(terrain.height_at(1000) == Approx(7));
}
