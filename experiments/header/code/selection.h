// Which keys a query sees.
#pragma once

#include <cstddef>
#include <cstdint>

//@if near
#include "experiments/header/code/functions/bits.h"
#include "experiments/header/code/places.h"
//@end

namespace saccade::header_code {

//@if marks
/// Marks the k smallest of n numbers, among equals those that stand first.  `order` [n] is scratch.
template <class Number>
inline void mark_smallest(const Number* numbers, std::size_t n, std::size_t k, std::uint32_t* order,
                          std::uint8_t* seen) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < n; ++i) {
    seen[i] = k < n ? 0 : 1;
    if (k >= n || (kept == k && !(numbers[i] < numbers[order[kept - 1]]))) continue;
    if (kept < k) ++kept;
    std::size_t at = kept - 1;
    for (; at > 0 && numbers[i] < numbers[order[at - 1]]; --at) order[at] = order[at - 1];
    order[at] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t i = 0; i < kept; ++i) seen[order[i]] = 1;
}
//@end

//@if near
/// A squared distance to 12 binary digits, so that rounding does not choose among equals; the
/// factor moves round numbers off the edges between two results.
inline double coarse(double square) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 40;
  const std::uint64_t bits = bits_as<std::uint64_t>(1.000113 * square);
  return bits_as<double>((bits + kHalf) & ~(2 * kHalf - 1));
}

/// Marks the keys [n] from token `first` on that a query sees: the nearest, or those within a
/// distance, and itself if it is among them.
inline void mark_near(const Work& work, std::size_t query, std::size_t first, std::size_t n,
                      bool own) {
  constexpr double kNowhere = 1e300;
  const bool placed = (work.known[query] & kPlaceKnown) != 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t key = first + i;
    const bool both = placed && (work.known[key] & kPlaceKnown) != 0;
    const double x =
        static_cast<double>(work.motion[4 * key]) - static_cast<double>(work.motion[4 * query]);
    const double y = static_cast<double>(work.motion[4 * key + 1]) -
                     static_cast<double>(work.motion[4 * query + 1]);
    work.distances[i] = both ? coarse(x * x + y * y) : kNowhere;
  }
  //@if nearest
  mark_smallest(work.distances, n, kNear, work.order, work.seen);
  for (std::size_t i = 0; i < n; ++i) {
    if (!(work.distances[i] < kNowhere)) work.seen[i] = 0;
  }
  //@end
  //@if within
  for (std::size_t i = 0; i < n; ++i) work.seen[i] = work.distances[i] <= kNearSquare ? 1 : 0;
  //@end
  if (own) work.seen[query - first] = 1;
}
//@end

}  // namespace saccade::header_code
