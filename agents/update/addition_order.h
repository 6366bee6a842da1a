// The order in which the parts of a gradient are added.
//
// It depends on the number of parts alone.  So a rank that has some parts in a row makes those sums
// that are of its own parts, and whoever is told of these goes on from there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace saccade {

/// Parts in a row: [begin, end).
struct PartRange {
  std::size_t begin;
  std::size_t end;

  bool holds(const PartRange& other) const { return begin <= other.begin && other.end <= end; }
};

/// What stands in `from` is added to what stands in `to`, which then is the sum of the parts in
/// `whole`.
struct Addition {
  std::size_t to;
  std::size_t from;
  PartRange whole;
};

/// The additions of `count` parts one after the other; in the end the sum stands in 0.
inline std::vector<Addition> row_order(std::size_t count) {
  std::vector<Addition> additions;
  for (std::size_t i = 1; i < count; ++i) additions.push_back({0, i, {0, i + 1}});
  return additions;
}

/// The same as a binary tree: neighbours, then pairs of neighbours, and so on.  Of parts in a row,
/// most sums are of these alone.
inline std::vector<Addition> tree_order(std::size_t count) {
  std::vector<Addition> additions;
  for (std::size_t width = 1; width < count; width *= 2) {
    for (std::size_t i = 0; i + width < count; i += 2 * width) {
      additions.push_back({i, i + width, {i, std::min(i + 2 * width, count)}});
    }
  }
  return additions;
}

}  // namespace saccade
