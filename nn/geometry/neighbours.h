// The nearest keys of each query by position, in O(log n) a query.
//
// nanoflann has such a tree, but it bounds a branch by exact distances alone, where ours here are
// rounded and ties go to the first index, and it allocates whenever it is built.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace saccade::nn {

/// Which keys count as near.  Distances are compared to about one part in 10,000: those that are
/// equal but for rounding are ties.
struct Vicinity {
  int count = 0;      ///< The nearest so many, ties broken by index; unless `radius` is given.
  double radius = 0;  ///< Those at most this far; 0: by `count`.
};

/// The points of one set, sorted into a k-d tree (Bentley 1975) that knows of each branch where its
/// points lie and which comes first, so that many points in one place do not all get looked at.
/// Reused, so that nothing is allocated once it has seen its largest set.
class PointTree {
 public:
  /// `motion` [n x kMotionWidth]: x, y first.  Points that are not finite are left out.  For a few
  /// `searches` the points are better left unsorted.
  template <class T>
  void build(const T* motion, int n, int searches);

  /// Replaces `found` by the indices of the points near (x, y), in ascending order.
  void find(double x, double y, const Vicinity& vicinity, std::vector<std::int32_t>& found);

  /// How many points the last `find` measured the distance of.
  int points_seen() const { return points_seen_; }

 private:
  struct Point {
    double x, y;
    std::int32_t index;
  };
  // The points of a branch: the rectangle around them, and their smallest index.
  struct Region {
    double low_x, low_y, high_x, high_y;
    std::int32_t first;
  };
  struct Search {
    double x, y;
    const Vicinity& vicinity;
  };
  // Squared distance, then index: the order of nearness.
  using Nearness = std::pair<double, std::int32_t>;

  Region enclose(std::size_t begin, std::size_t end) const;
  void split(std::size_t begin, std::size_t end);
  void search(std::size_t begin, std::size_t end, const Search& search);
  void consider(const Point& point, const Search& search);
  Nearness bound(std::size_t begin, std::size_t end, const Search& search) const;
  bool reaches(const Nearness& nearness, const Search& search) const;

  std::vector<Point> points_;
  std::vector<Region> regions_;  // That of points [begin, end) stands at the middle of them.
  bool sorted_ = false;
  int points_seen_ = 0;
  std::vector<Nearness> nearest_;  // A heap, the farthest first.
};

/// For each query of a batch the keys near it.
class Neighbours {
 public:
  /// Query i of a sample is its key i as well if `own` is set, and then always among its own
  /// neighbours.  Without a position it has no others.
  /// Motions are [queries or keys x kMotionWidth]; `queries` and `keys` [samples + 1] are offsets
  /// of the samples, as of AttentionBatch.
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
  std::vector<std::int32_t> offsets_;  // [queries + 1] into keys_.
  std::vector<std::int32_t> keys_;     // Those of all queries, one after the other.
  std::vector<std::int32_t> found_;    // Those of one query.
  PointTree tree_;
};

}  // namespace saccade::nn
