// Optimal reciprocal collision avoidance: the velocity of a disc among moving discs.
//
// Written from van den Berg, Guy, Lin and Manocha, "Reciprocal n-body collision avoidance" (2011).
// Each neighbour forbids a half plane of velocities; of those that are left, the one nearest to the
// preferred velocity is taken.  Where none is left, the one that breaks the worst-broken bound
// least.  Single precision, as in the authors' library RVO2, so that crowds follow its paths.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace saccade {

struct OrcaVector {
  float x = 0, y = 0;

  OrcaVector operator+(OrcaVector b) const { return {x + b.x, y + b.y}; }
  OrcaVector operator-(OrcaVector b) const { return {x - b.x, y - b.y}; }
  OrcaVector operator-() const { return {-x, -y}; }
  float dot(OrcaVector b) const { return x * b.x + y * b.y; }
  /// Above 0 if `b` points to the left of this vector.
  float cross(OrcaVector b) const { return x * b.y - y * b.x; }
  float squared() const { return dot(*this); }
  float length() const { return std::sqrt(squared()); }
  OrcaVector normalised() const;
};

inline OrcaVector operator*(float factor, OrcaVector v) {
  return {factor * v.x, factor * v.y};
}

inline OrcaVector OrcaVector::normalised() const {
  return (1.0F / length()) * *this;
}

/// A disc, where it is and how it moves.
struct OrcaDisc {
  OrcaVector position;
  OrcaVector velocity;
  float radius = 0;
};

/// The velocities on the left of a line, and on it.
struct HalfPlane {
  OrcaVector point;      ///< On the line.
  OrcaVector direction;  ///< Along the line, of length 1.

  /// How far a velocity lies on the forbidden side; negative: on the allowed one.
  float excess(OrcaVector velocity) const { return direction.cross(point - velocity); }
};

struct OrcaSettings {
  float time_step = 0.25F;           ///< s; who overlaps is to part within it.
  float horizon = 5;                 ///< s without collision, if the neighbour does its share.
  float neighbour_distance = 10;     ///< m between centres; who is farther is not avoided.
  std::size_t most_neighbours = 10;  ///< The nearest ones are avoided.
};

/// What `disc` must keep to in order to do half of what avoids `other`.
HalfPlane half_plane_against(const OrcaDisc& disc, const OrcaDisc& other,
                             const OrcaSettings& settings);

/// Velocities for the discs of a crowd, one at a time.  It keeps memory, but nothing that matters.
class OrcaSolver {
 public:
  explicit OrcaSolver(const OrcaSettings& settings = {}) : settings_(settings) {}

  /// The velocity that discs[self] should take, of at most `top_speed`.
  OrcaVector velocity(std::span<const OrcaDisc> discs, std::size_t self, OrcaVector preferred,
                      float top_speed);

  /// Of the velocities within `top_speed` that keep to all half planes, the one nearest to
  /// `preferred`; if there is none, one that lies as little as possible beyond any.
  OrcaVector solve(std::span<const HalfPlane> planes, OrcaVector preferred, float top_speed);

 private:
  struct Neighbour {
    float squared_distance = 0;
    std::size_t index = 0;
  };

  void find_neighbours(std::span<const OrcaDisc> discs, std::size_t self);
  OrcaVector least_excess(std::span<const HalfPlane> planes, std::size_t first, OrcaVector velocity,
                          float top_speed);

  OrcaSettings settings_;
  std::vector<Neighbour> neighbours_;  // The nearest first.
  std::vector<HalfPlane> planes_;
  std::vector<HalfPlane> borders_;  // Of equal excess.
};

}  // namespace saccade
