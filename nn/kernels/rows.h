// Which rows of long arrays an operation treats.  Steps that treat each row by itself are taken one
// after the other for a block of rows before the next: they find in the cache what the step before
// left there.
#pragma once

#include <algorithm>
#include <cstddef>

namespace saccade::nn {

struct Rows {
  int first = 0;
  int count = 0;
  int all = 0;  ///< Rows of the whole array.

  /// A whole array.
  Rows(int rows) : count(rows), all(rows) {}
  Rows(int first_row, int row_count, int all_rows)
      : first(first_row), count(row_count), all(all_rows) {}

  /// Elements before the first of these rows in an array so wide.
  std::ptrdiff_t offset(int width) const { return static_cast<std::ptrdiff_t>(first) * width; }
  /// Elements of these rows.
  std::ptrdiff_t elements(int width) const { return static_cast<std::ptrdiff_t>(count) * width; }
};

/// Rows of a block: what a few arrays have of them fits into a second-level cache.
inline constexpr int kRowBlock = 128;

/// Calls body(rows) for the blocks of an array, at least once.
template <class Body>
inline void for_row_blocks(int all, Body body) {
  int first = 0;
  do {
    const int count = std::min(kRowBlock, all - first);
    body(Rows(first, count, all));
    first += count;
  } while (first < all);
}

}  // namespace saccade::nn
