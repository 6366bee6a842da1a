// Optimal assignments, against trying all of them.
#include "envs/particles/assignment.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>
#include <vector>

#include "envs/core/random.h"

using saccade::assign;

namespace {

double cost_of(const std::vector<double>& costs, const std::vector<int>& columns) {
  double sum = 0;
  for (std::size_t row = 0; row < columns.size(); ++row) {
    sum += costs[row * columns.size() + static_cast<std::size_t>(columns[row])];
  }
  return sum;
}

std::vector<int> first_order(int n) {
  std::vector<int> columns(static_cast<std::size_t>(n));
  std::iota(columns.begin(), columns.end(), 0);
  return columns;
}

double least_cost(const std::vector<double>& costs, int n) {
  std::vector<int> columns = first_order(n);
  double least = std::numeric_limits<double>::infinity();
  do {
    least = std::min(least, cost_of(costs, columns));
  } while (std::next_permutation(columns.begin(), columns.end()));
  return least;
}

}  // namespace

TEST_CASE("An assignment costs as little as the best of all") {
  saccade::Rng rng(1);
  for (int n = 1; n <= 6; ++n) {
    for (int trial = 0; trial < 60; ++trial) {
      std::vector<double> costs(static_cast<std::size_t>(n * n));
      // Whole numbers have ties, others have none; some are below 0.
      for (double& cost : costs) {
        cost = trial % 2 == 0 ? rng.uniform(-1, 2) : static_cast<double>(rng.integers(0, 4));
      }
      std::vector<int> columns = assign(costs, n);
      CHECK(cost_of(costs, columns) == Approx(least_cost(costs, n)).margin(1e-12));
      std::sort(columns.begin(), columns.end());
      CHECK(columns == first_order(n));
    }
  }
}

TEST_CASE("An assignment gives up a near pair if others gain more") {
  // Row 0 is at home in both columns, row 1 only in column 0.
  CHECK(assign(std::vector<double>{0, 1, 2, 9}, 2) == std::vector<int>{1, 0});
}
