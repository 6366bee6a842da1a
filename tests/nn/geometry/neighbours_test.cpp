#include "nn/geometry/neighbours.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "nn/layers/entity_sets.h"
#include "support/allocations.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

std::vector<std::int32_t> listed(const Neighbours& neighbours, int query) {
  const auto near = neighbours.of(query);
  return {near.begin(), near.end()};
}

// To 12 binary digits, as far as distances are compared.
double coarse(double value) {
  int exponent = 0;
  const double fraction = std::frexp(1.000113 * value, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, 12)), exponent - 12);
}

// By looking at every pair; ties are broken by index.
std::vector<std::int32_t> search_all(const std::vector<double>& motion, int from, int n,
                                     const Vicinity& vicinity) {
  std::vector<std::pair<double, std::int32_t>> all;
  for (int i = 0; i < n; ++i) {
    const double dx = motion[static_cast<std::size_t>(kMotionWidth * i)] -
                      motion[static_cast<std::size_t>(kMotionWidth * from)];
    const double dy = motion[static_cast<std::size_t>(kMotionWidth * i + 1)] -
                      motion[static_cast<std::size_t>(kMotionWidth * from + 1)];
    all.emplace_back(coarse(dx * dx + dy * dy), i);
  }
  std::sort(all.begin(), all.end());
  std::vector<std::int32_t> found;
  for (const auto& [distance, index] : all) {
    const bool near = vicinity.radius > 0 ? distance <= coarse(vicinity.radius * vicinity.radius)
                                          : static_cast<int>(found.size()) < vicinity.count;
    if (near) found.push_back(index);
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("the tree finds what looking at every pair finds", "[nn]") {
  const int n = GENERATE(1, 7, 8, 9, 100, 1000);
  const Vicinity vicinity = GENERATE(Vicinity{1, 0}, Vicinity{8, 0}, Vicinity{2000, 0},
                                     Vicinity{0, 0.3}, Vicinity{0, 100.0});
  auto motion = testing::random_vector(static_cast<std::size_t>(kMotionWidth * n), 1);
  // Many points on one line and many in one place.
  for (int i = 0; i < n; i += 3) motion[static_cast<std::size_t>(kMotionWidth * i)] = 0.5;
  for (int i = 0; i < n; i += 6) motion[static_cast<std::size_t>(kMotionWidth * i + 1)] = 0.5;
  const std::int32_t offsets[] = {0, n};
  Neighbours neighbours;
  neighbours.find(motion.data(), offsets, motion.data(), offsets, 1, false, vicinity);
  for (int query = 0; query < n; query += 1 + n / 50) {
    CHECK(listed(neighbours, query) == search_all(motion, query, n, vicinity));
  }
}

TEST_CASE("an infinite radius reaches every point that is somewhere", "[nn]") {
  const std::vector<double> motion = {1, 1, 0, 0, 1e30, -5, 0, 0, 0, 0, 0, 0};
  const std::int32_t offsets[] = {0, 3};
  Neighbours neighbours;
  neighbours.find(motion.data(), offsets, motion.data(), offsets, 1, true,
                  {0, std::numeric_limits<double>::infinity()});
  CHECK(listed(neighbours, 0) == std::vector<std::int32_t>{0, 1, 2});
}

TEST_CASE("many points in one place or on one line are not all looked at", "[nn]") {
  const int n = 4096;
  const bool line = GENERATE(false, true);
  std::vector<double> motion(kMotionWidth * n, 0.0);
  for (std::size_t i = 0; line && i < n; ++i)
    motion[kMotionWidth * i] = static_cast<double>(i * 7 % n);
  PointTree tree;
  tree.build(motion.data(), n, n);
  std::vector<std::int32_t> found;
  // From among them and from afar.
  for (const double x : {0.0, 1.0, -3.0, 5000.0}) {
    for (const double y : {0.0, 0.25, -2.0}) {
      tree.find(x, y, {8, 0}, found);
      CAPTURE(line, x, y);
      CHECK(found.size() == 8);
      CHECK(tree.points_seen() < 64);
      if (!line) CHECK(found == std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6, 7});
    }
  }
}

TEST_CASE("the nearest keys of queries elsewhere, many of them in one place", "[nn]") {
  const int n = 200, queries = 30;
  auto motion = testing::random_vector(kMotionWidth * (queries + n), 2);
  // Half of the keys in two places.
  for (std::size_t i = 0; i < n; i += 2) {
    motion[kMotionWidth * i] = i % 4 == 0 ? 0.5 : -0.5;
    motion[kMotionWidth * i + 1] = 0.25;
  }
  const std::int32_t key_offsets[] = {0, n};
  const std::int32_t query_offsets[] = {0, queries};
  Neighbours neighbours;
  neighbours.find(motion.data() + kMotionWidth * n, query_offsets, motion.data(), key_offsets, 1,
                  false, {8, 0});
  for (int query = 0; query < queries; ++query) {
    CHECK(listed(neighbours, query) == search_all(motion, n + query, n, {8, 0}));
  }
}

TEST_CASE("a query is among its own neighbours, even when nobody knows where it is", "[nn]") {
  const double nowhere = std::numeric_limits<double>::quiet_NaN();
  // Three tokens in one place, and one without a place.
  const std::vector<double> motion = {1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, nowhere, nowhere, 0, 0};
  const std::int32_t offsets[] = {0, 4};
  Neighbours neighbours;
  neighbours.find(motion.data(), offsets, motion.data(), offsets, 1, true, {1, 0});
  CHECK(listed(neighbours, 0) == std::vector<std::int32_t>{0});
  CHECK(listed(neighbours, 2) == std::vector<std::int32_t>{0, 2});
  CHECK(listed(neighbours, 3) == std::vector<std::int32_t>{3});
}

TEST_CASE("sets do not see one another", "[nn]") {
  const std::vector<double> motion(kMotionWidth * 5, 0.0);
  const std::int32_t offsets[] = {0, 2, 2, 5};
  Neighbours neighbours;
  neighbours.find(motion.data(), offsets, motion.data(), offsets, 3, true, {8, 0});
  CHECK(listed(neighbours, 1) == std::vector<std::int32_t>{0, 1});
  CHECK(listed(neighbours, 4) == std::vector<std::int32_t>{0, 1, 2});
}

}  // namespace
}  // namespace saccade::nn
