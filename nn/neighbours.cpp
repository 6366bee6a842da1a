#include "nn/neighbours.h"

#include <algorithm>
#include <cmath>

namespace saccade::nn {
namespace {

constexpr std::size_t kLeaf = 8;  // Points that are looked at one by one.
constexpr int kFewSearches = 4;

bool is_somewhere(double x, double y) {
  return std::isfinite(x) && std::isfinite(y);
}

}  // namespace

template <class T>
void PointTree::build(const T* motion, int n, int searches) {
  points_.clear();
  for (std::int32_t i = 0; i < n; ++i, motion += 4) {
    const Point point{static_cast<double>(motion[0]), static_cast<double>(motion[1]), i};
    if (is_somewhere(point.x, point.y)) points_.push_back(point);
  }
  sorted_ = searches > kFewSearches;
  if (sorted_) split(0, points_.size(), true);
}

// The median stands in the middle, what is left of it along the axis before it.
void PointTree::split(std::size_t begin, std::size_t end, bool by_x) {
  if (end - begin <= kLeaf) return;
  const std::size_t middle = begin + (end - begin) / 2;
  const auto first = points_.begin();
  std::nth_element(first + static_cast<std::ptrdiff_t>(begin),
                   first + static_cast<std::ptrdiff_t>(middle),
                   first + static_cast<std::ptrdiff_t>(end),
                   [by_x](const Point& a, const Point& b) { return by_x ? a.x < b.x : a.y < b.y; });
  split(begin, middle, !by_x);
  split(middle + 1, end, !by_x);
}

void PointTree::find(double x, double y, const Vicinity& vicinity,
                     std::vector<std::int32_t>& found) {
  found.clear();
  nearest_.clear();
  const Search wanted{x, y, vicinity};
  if (sorted_) {
    search(0, points_.size(), true, wanted);
  } else {
    for (const Point& point : points_) consider(point, wanted);
  }
  for (const auto& [distance, index] : nearest_) found.push_back(index);
  std::sort(found.begin(), found.end());
}

void PointTree::search(std::size_t begin, std::size_t end, bool by_x, const Search& wanted) {
  if (end - begin <= kLeaf) {
    for (std::size_t i = begin; i < end; ++i) consider(points_[i], wanted);
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  const Point& at = points_[middle];
  const double beyond = by_x ? wanted.x - at.x : wanted.y - at.y;
  const auto lower = [&] { search(begin, middle, !by_x, wanted); };
  const auto upper = [&] { search(middle + 1, end, !by_x, wanted); };
  consider(at, wanted);
  beyond < 0 ? lower() : upper();
  if (reaches(beyond * beyond, wanted)) beyond < 0 ? upper() : lower();
}

bool PointTree::reaches(double squared_distance, const Search& wanted) const {
  const Vicinity& vicinity = wanted.vicinity;
  if (vicinity.radius > 0) return squared_distance <= vicinity.radius * vicinity.radius;
  return static_cast<int>(nearest_.size()) < vicinity.count ||
         squared_distance <= nearest_.front().first;
}

void PointTree::consider(const Point& point, const Search& wanted) {
  const double dx = point.x - wanted.x;
  const double dy = point.y - wanted.y;
  const std::pair entry{dx * dx + dy * dy, point.index};
  if (!reaches(entry.first, wanted)) return;
  nearest_.push_back(entry);
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
    tree_.build(key_motion + std::ptrdiff_t{4} * keys[s], keys[s + 1] - keys[s],
                queries[s + 1] - queries[s]);
    for (std::int32_t query = queries[s]; query < queries[s + 1]; ++query) {
      const T* at = query_motion + std::ptrdiff_t{4} * query;
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
