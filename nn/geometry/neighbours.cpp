#include "nn/geometry/neighbours.h"

#include <algorithm>
#include <cmath>

#include "nn/layers/entity_sets.h"

namespace saccade::nn {
namespace {

constexpr std::size_t kLeaf = 8;  // Points that are looked at one by one.
constexpr int kFewSearches = 4;

bool is_somewhere(double x, double y) {
  return std::isfinite(x) && std::isfinite(y);
}

// To 12 binary digits (Veltkamp's splitting), so that what is equally far away is a tie however its
// place was rounded.  The factor moves round numbers off the edges between two results.
double coarse(double squared_distance) {
  constexpr double kSplit = 0x1p41 + 1, kOffEdges = 1.000113;
  if (squared_distance > 0x1p900) return squared_distance;  // Infinite, or soon would be.
  const double moved = kOffEdges * squared_distance;
  const double large = kSplit * moved;
  return large - (large - moved);
}

std::size_t middle_of(std::size_t begin, std::size_t end) {
  return begin + (end - begin) / 2;
}

}  // namespace

template <class T>
void PointTree::build(const T* motion, int n, int searches) {
  points_.clear();
  for (std::int32_t i = 0; i < n; ++i, motion += kMotionWidth) {
    const Point point{static_cast<double>(motion[0]), static_cast<double>(motion[1]), i};
    if (is_somewhere(point.x, point.y)) points_.push_back(point);
  }
  sorted_ = searches > kFewSearches && !points_.empty();
  if (!sorted_) return;
  regions_.resize(points_.size());
  split(0, points_.size());
}

PointTree::Region PointTree::enclose(std::size_t begin, std::size_t end) const {
  const Point& some = points_[begin];
  Region region{some.x, some.y, some.x, some.y, some.index};
  for (std::size_t i = begin + 1; i < end; ++i) {
    const Point& point = points_[i];
    region.low_x = std::min(region.low_x, point.x);
    region.low_y = std::min(region.low_y, point.y);
    region.high_x = std::max(region.high_x, point.x);
    region.high_y = std::max(region.high_y, point.y);
    region.first = std::min(region.first, point.index);
  }
  return region;
}

// The median along the longer side stands in the middle, what comes before it there before it.
void PointTree::split(std::size_t begin, std::size_t end) {
  const std::size_t middle = middle_of(begin, end);
  const Region region = enclose(begin, end);
  regions_[middle] = region;
  if (end - begin <= kLeaf) return;
  const bool by_x = region.high_x - region.low_x >= region.high_y - region.low_y;
  const auto place = [by_x](const Point& point) { return by_x ? point.x : point.y; };
  const auto first = points_.begin();
  std::nth_element(
      first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(middle),
      first + static_cast<std::ptrdiff_t>(end), [place](const Point& a, const Point& b) {
        return place(a) < place(b) || (place(a) == place(b) && a.index < b.index);
      });
  split(begin, middle);
  split(middle + 1, end);
}

void PointTree::find(double x, double y, const Vicinity& vicinity,
                     std::vector<std::int32_t>& found) {
  found.clear();
  nearest_.clear();
  points_seen_ = 0;
  const Search wanted{x, y, vicinity};
  if (sorted_) {
    search(0, points_.size(), wanted);
  } else {
    for (const Point& point : points_) consider(point, wanted);
  }
  for (const auto& [distance, index] : nearest_) found.push_back(index);
  std::sort(found.begin(), found.end());
}

void PointTree::search(std::size_t begin, std::size_t end, const Search& wanted) {
  if (end - begin <= kLeaf) {
    for (std::size_t i = begin; i < end; ++i) consider(points_[i], wanted);
    return;
  }
  const std::size_t middle = middle_of(begin, end);
  const Nearness before = bound(begin, middle, wanted);
  const Nearness after = bound(middle + 1, end, wanted);
  const auto search_before = [&] {
    if (reaches(before, wanted)) search(begin, middle, wanted);
  };
  const auto search_after = [&] {
    if (reaches(after, wanted)) search(middle + 1, end, wanted);
  };
  consider(points_[middle], wanted);
  if (before < after) {
    search_before();
    search_after();
  } else {
    search_after();
    search_before();
  }
}

// No point of the branch is nearer.
PointTree::Nearness PointTree::bound(std::size_t begin, std::size_t end,
                                     const Search& wanted) const {
  const Region& region = regions_[middle_of(begin, end)];
  const double dx = std::max({0.0, region.low_x - wanted.x, wanted.x - region.high_x});
  const double dy = std::max({0.0, region.low_y - wanted.y, wanted.y - region.high_y});
  return {coarse(dx * dx + dy * dy), region.first};
}

bool PointTree::reaches(const Nearness& nearness, const Search& wanted) const {
  const Vicinity& vicinity = wanted.vicinity;
  if (vicinity.radius > 0) return nearness.first <= coarse(vicinity.radius * vicinity.radius);
  return static_cast<int>(nearest_.size()) < vicinity.count || nearness < nearest_.front();
}

void PointTree::consider(const Point& point, const Search& wanted) {
  ++points_seen_;
  const double dx = point.x - wanted.x;
  const double dy = point.y - wanted.y;
  const Nearness nearness{coarse(dx * dx + dy * dy), point.index};
  if (!reaches(nearness, wanted)) return;
  nearest_.push_back(nearness);
  if (wanted.vicinity.radius > 0) return;
  std::push_heap(nearest_.begin(), nearest_.end());
  if (static_cast<int>(nearest_.size()) > wanted.vicinity.count) {
    std::pop_heap(nearest_.begin(), nearest_.end());
    nearest_.pop_back();
  }
}

template <class T>
void Neighbours::find(const T* query_motion, const std::int32_t* queries, const T* key_motion,
                      const std::int32_t* keys, int samples, bool own, const Vicinity& vicinity) {
  offsets_.assign(1, 0);
  keys_.clear();
  for (int s = 0; s < samples; ++s) {
    tree_.build(key_motion + std::ptrdiff_t{kMotionWidth} * keys[s], keys[s + 1] - keys[s],
                queries[s + 1] - queries[s]);
    for (std::int32_t query = queries[s]; query < queries[s + 1]; ++query) {
      const T* at = query_motion + std::ptrdiff_t{kMotionWidth} * query;
      const auto x = static_cast<double>(at[0]);
      const auto y = static_cast<double>(at[1]);
      found_.clear();
      if (is_somewhere(x, y)) tree_.find(x, y, vicinity, found_);
      const std::int32_t self = query - queries[s];
      if (own && !std::binary_search(found_.begin(), found_.end(), self)) {
        found_.insert(std::upper_bound(found_.begin(), found_.end(), self), self);
      }
      keys_.insert(keys_.end(), found_.begin(), found_.end());
      offsets_.push_back(static_cast<std::int32_t>(keys_.size()));
    }
  }
}

template void PointTree::build(const float*, int, int);
template void PointTree::build(const double*, int, int);
template void Neighbours::find(const float*, const std::int32_t*, const float*, const std::int32_t*,
                               int, bool, const Vicinity&);
template void Neighbours::find(const double*, const std::int32_t*, const double*,
                               const std::int32_t*, int, bool, const Vicinity&);

}  // namespace saccade::nn
