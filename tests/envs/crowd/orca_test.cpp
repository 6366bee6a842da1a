// Velocities that avoid collisions, against cases computed by hand and a search over all
// velocities.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "envs/core/random.h"
#include "envs/crowd/orca.h"

using saccade::half_plane_against;
using saccade::HalfPlane;
using saccade::OrcaDisc;
using saccade::OrcaSolver;
using saccade::OrcaVector;

namespace {

void check_near(OrcaVector found, double x, double y, double margin = 1e-5) {
  CHECK(found.x == Approx(x).margin(margin));
  CHECK(found.y == Approx(y).margin(margin));
}

/// Velocities v with normal . v <= bound; the normal points at `angle`.
HalfPlane plane(double angle, double bound) {
  const auto c = static_cast<float>(std::cos(angle)), s = static_cast<float>(std::sin(angle));
  const auto b = static_cast<float>(bound);
  return {.point = {b * c, b * s}, .direction = {-s, c}};
}

float worst(const std::vector<HalfPlane>& planes, OrcaVector v) {
  float most = 0;
  for (const HalfPlane& p : planes) most = std::max(most, p.excess(v));
  return most;
}

/// What is best of the velocities of a fine grid: first by how much planes are broken, then by the
/// distance to what is preferred.
struct GridSearch {
  float least_excess = 1e9F;
  float nearest = 1e9F;  ///< Of those that break nothing.

  GridSearch(const std::vector<HalfPlane>& planes, OrcaVector preferred) {
    constexpr int kHalf = 200;
    for (int i = -kHalf; i <= kHalf; ++i) {
      for (int j = -kHalf; j <= kHalf; ++j) {
        const OrcaVector v{static_cast<float>(i) / kHalf, static_cast<float>(j) / kHalf};
        if (v.squared() > 1) continue;
        const float excess = worst(planes, v);
        least_excess = std::min(least_excess, excess);
        if (excess == 0) nearest = std::min(nearest, (v - preferred).length());
      }
    }
  }
};

constexpr double kPi = 3.14159265358979323846;

}  // namespace

TEST_CASE("Two discs head-on each turn right by half of what avoids the collision") {
  // Combined radius 1, distance 4: the cone's legs are sqrt(15) long.
  const std::vector<OrcaDisc> discs = {{{0, 0}, {1, 0}, 0.5F}, {{4, 0}, {-1, 0}, 0.5F}};
  const HalfPlane right = half_plane_against(discs[0], discs[1], {});
  check_near(right.direction, -std::sqrt(15.0) / 4, 0.25);
  check_near(right.point, 0.9375, -std::sqrt(15.0) / 16);
  OrcaSolver solver;
  const OrcaVector first = solver.velocity(discs, 0, {1, 0}, 1);
  check_near(first, 0.9375, -0.2420615);
  const OrcaVector second = solver.velocity(discs, 1, {-1, 0}, 1);
  CHECK(second.x == -first.x);
  CHECK(second.y == -first.y);
  // Together they touch and do not overlap: the relative velocity is a tangent of the circle.
  const OrcaVector relative = first - second;
  const double miss =
      std::abs(4.0 * static_cast<double>(relative.y)) / static_cast<double>(relative.length());
  CHECK(miss == Approx(1).margin(1e-5));
}

TEST_CASE("A disc that stands still is passed, though it is taken to do its half") {
  const std::vector<OrcaDisc> discs = {{{0, 0}, {1, 0}, 0.5F}, {{3, 0}, {0, 0}, 0.5F}};
  check_near(OrcaSolver().velocity(discs, 0, {1, 0}, 1), 17.0 / 18, -std::sqrt(8.0) / 18);
}

TEST_CASE("Within the horizon of 5 s the cut-off disc bounds how fast to approach") {
  const OrcaDisc still{{0, 0}, {0, 0}, 0.5F}, coming{{4, 0}, {-0.5F, 0}, 0.5F};
  const HalfPlane bound = half_plane_against(still, coming, {});
  check_near(bound.point, 0.05, 0);
  check_near(bound.direction, 0, 1);
  const OrcaVector v = OrcaSolver().velocity(std::vector{still, coming}, 0, {1, 0}, 1);
  check_near(v, 0.05, 0);
}

TEST_CASE("Discs that overlap part within a time step, if their speed allows it") {
  const OrcaDisc a{{0, 0}, {0, 0}, 0.5F}, b{{0.5F, 0}, {0, 0}, 0.5F};
  const HalfPlane apart = half_plane_against(a, b, {});
  check_near(apart.point, -1, 0);
  check_near(apart.direction, 0, 1);
  check_near(OrcaSolver().velocity(std::vector{a, b}, 0, {1, 0}, 1), -1, 0);
  const OrcaDisc same = a;
  const OrcaVector v = OrcaSolver().velocity(std::vector{a, same}, 0, {1, 0}, 1);
  CHECK(std::isfinite(v.x));
  CHECK(std::isfinite(v.y));
}

TEST_CASE("Without anybody near, the preferred velocity is taken, no faster than allowed") {
  const std::vector<OrcaDisc> discs = {{{0, 0}, {0, 0}, 0.3F}, {{10, 0}, {-1, 0}, 0.3F}};
  check_near(OrcaSolver().velocity(discs, 0, {0.3F, 0.4F}, 1), 0.3, 0.4);
  check_near(OrcaSolver().velocity(discs, 0, {3, 4}, 1), 0.6, 0.8);
}

TEST_CASE("Only the nearest neighbours are avoided") {
  std::vector<OrcaDisc> discs = {{{0, 0}, {1, 0}, 0.3F}, {{2, 0}, {-1, 0}, 0.3F}};
  CHECK(OrcaSolver().velocity(discs, 0, {1, 0}, 1).y < -0.1F);
  discs.push_back({{-0.7F, 0}, {1, 0}, 0.3F});  // Behind, as fast, and nearer.
  saccade::OrcaSettings one;
  one.most_neighbours = 1;
  const OrcaVector v = OrcaSolver(one).velocity(discs, 0, {1, 0}, 1);
  check_near(v, 1, 0);
  CHECK(OrcaSolver().velocity(discs, 0, {1, 0}, 1).y < -0.1F);
}

TEST_CASE("Where planes contradict each other, the worst breach is smallest") {
  const OrcaVector pair =
      OrcaSolver().solve(std::vector{plane(0, -0.5), plane(kPi, -0.3)}, {0, 0.5F}, 1);
  CHECK(pair.x == Approx(-0.1).margin(1e-5));
  CHECK(pair.length() <= 1.00001F);
  const std::vector<HalfPlane> ring = {plane(0, -0.2), plane(2 * kPi / 3, -0.2),
                                       plane(4 * kPi / 3, -0.2)};
  check_near(OrcaSolver().solve(ring, {0.7F, 0.1F}, 1), 0, 0);
  // The pull of three unequal bounds: their breaches are equal at (0.1, 0).
  const std::vector<HalfPlane> unequal = {plane(0, -0.2), plane(2 * kPi / 3, -0.35),
                                          plane(4 * kPi / 3, -0.35)};
  check_near(OrcaSolver().solve(unequal, {0, 0}, 1), 0.1, 0);
}

TEST_CASE("No velocity of a fine grid is better") {
  saccade::Rng rng(7);
  OrcaSolver solver;
  int feasible = 0, infeasible = 0;
  for (int trial = 0; trial < 150; ++trial) {
    std::vector<HalfPlane> planes;
    const auto count = rng.integers(1, 9);
    for (int i = 0; i < count; ++i) {
      planes.push_back(plane(rng.uniform(0, 2 * kPi), rng.uniform(-0.4, 0.6)));
    }
    const OrcaVector preferred{static_cast<float>(rng.uniform(-0.7, 0.7)),
                               static_cast<float>(rng.uniform(-0.7, 0.7))};
    const OrcaVector found = solver.solve(planes, preferred, 1);
    CHECK(found.length() < 1.0001F);
    const GridSearch grid(planes, preferred);
    const float excess = worst(planes, found);
    CHECK(excess < grid.least_excess + 1e-3F);
    if (grid.least_excess == 0) {
      ++feasible;
      CHECK(excess < 1e-5F);
      CHECK((found - preferred).length() < grid.nearest + 1e-4F);
    } else {
      ++infeasible;
    }
  }
  CHECK(feasible > 30);
  CHECK(infeasible > 30);
}
