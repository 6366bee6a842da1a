// The nearest keys of each query by position, in O(log n) a query.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace saccade::nn {

/// Which keys count as near.
struct Vicinity {
  int count = 0;      ///< The nearest so many, ties broken by index; unless `radius` is given.
  double radius = 0;  ///< Those at most this far; 0: by `count`.
};

/// The points of one set, sorted into a k-d tree (Bentley 1975).  Reused, so that nothing is
/// allocated once it has seen its largest set.
class PointTree {
 public:
  /// `motion` [n x 4]: x, y first.  Points that are not finite are left out.  For a few `searches`
  /// the points are better left unsorted.
  template <class T>
  void build(const T* motion, int n, int searches);

  /// Replaces `found` by the indices of the points near (x, y), in ascending order.
  void find(double x, double y, const Vicinity& vicinity, std::vector<std::int32_t>& found);

 private:
  struct Point {
    double x, y;
    std::int32_t index;
  };
  struct Search {
    double x, y;
    const Vicinity& vicinity;
  };

  void split(std::size_t begin, std::size_t end, bool by_x);
  void search(std::size_t begin, std::size_t end, bool by_x, const Search& search);
  void consider(const Point& point, const Search& search);
  bool reaches(double squared_distance, const Search& search) const;

  std::vector<Point> points_;
  bool sorted_ = false;
  std::vector<std::pair<double, std::int32_t>> nearest_;  // A heap, the farthest first.
};

/// For each query of a batch the keys near it.
class Neighbours {
 public:
  /// Query i of a sample is its key i as well if `own` is set, and then always among its own
  /// neighbours.  Without a position it has no others.
  template <class T>
  void find(const T* query_motion, const std::int32_t* queries, const T* key_motion,
            const std::int32_t* keys, int samples, bool own, const Vicinity& vicinity);

  /// Keys within the sample, ascending.
  std::span<const std::int32_t> of(int query) const {
    const auto begin = static_cast<std::size_t>(offsets_[static_cast<std::size_t>(query)]);
    const auto end = static_cast<std::size_t>(offsets_[static_cast<std::size_t>(query) + 1]);
    return std::span(keys_).subspan(begin, end - begin);
  }

 private:
  std::vector<std::int32_t> offsets_;
  std::vector<std::int32_t> keys_;
  std::vector<std::int32_t> found_;
  PointTree tree_;
};

}  // namespace saccade::nn
