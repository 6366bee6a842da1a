#include "envs/particles/assignment.h"

#include <cstddef>
#include <limits>

namespace saccade {
namespace {

// Rows and columns have potentials: a cost less those of its row and column is never below 0, and
// is 0 where they are matched.  Rows join one after the other.  Each takes the shortest path, by
// these reduced costs, to a column that is still free, and rows on the path move one column on.
class Matching {
 public:
  Matching(std::span<const double> costs, std::size_t n)
      : costs_(costs),
        n_(n),
        row_potential_(n),
        column_potential_(n + 1),
        row_of_(n + 1, kFree),
        shortest_(n + 1),
        came_from_(n + 1),
        is_done_(n + 1) {}

  void add_row(std::size_t row) {
    shortest_.assign(n_ + 1, std::numeric_limits<double>::infinity());
    is_done_.assign(n_ + 1, 0);
    row_of_[n_] = row;  // Column n, which costs nothing, is where the path begins.
    std::size_t column = n_;
    while (row_of_[column] != kFree) {
      is_done_[column] = 1;
      const std::size_t next = reach_from(column);
      shift(shortest_[next]);
      column = next;
    }
    while (column != n_) {
      row_of_[column] = row_of_[came_from_[column]];
      column = came_from_[column];
    }
  }

  std::vector<int> column_of_rows() const {
    std::vector<int> columns(n_);
    for (std::size_t column = 0; column < n_; ++column) {
      columns[row_of_[column]] = static_cast<int>(column);
    }
    return columns;
  }

 private:
  static constexpr std::size_t kFree = static_cast<std::size_t>(-1);

  // Paths that go on from the row of `column`; the nearest column that is not done.
  std::size_t reach_from(std::size_t column) {
    const std::size_t row = row_of_[column];
    std::size_t nearest = n_;
    for (std::size_t c = 0; c < n_; ++c) {
      if (is_done_[c] != 0) continue;
      const double reduced = costs_[row * n_ + c] - row_potential_[row] - column_potential_[c];
      if (reduced < shortest_[c]) {
        shortest_[c] = reduced;
        came_from_[c] = column;
      }
      if (nearest == n_ || shortest_[c] < shortest_[nearest]) nearest = c;
    }
    return nearest;
  }

  // Makes the reduced costs along the path to a column that was `length` away 0.
  void shift(double length) {
    for (std::size_t c = 0; c <= n_; ++c) {
      if (is_done_[c] != 0) {
        row_potential_[row_of_[c]] += length;
        column_potential_[c] -= length;
      } else {
        shortest_[c] -= length;
      }
    }
  }

  std::span<const double> costs_;
  std::size_t n_;
  std::vector<double> row_potential_, column_potential_;
  std::vector<std::size_t> row_of_;     // Of each column, or kFree.
  std::vector<double> shortest_;        // Length of the shortest path to each column.
  std::vector<std::size_t> came_from_;  // The column before it on this path.
  std::vector<char> is_done_;
};

}  // namespace

std::vector<int> assign(std::span<const double> costs, int n) {
  const auto rows = static_cast<std::size_t>(n);
  Matching matching(costs, rows);
  for (std::size_t row = 0; row < rows; ++row) matching.add_row(row);
  return matching.column_of_rows();
}

}  // namespace saccade
