// Physics of the particle worlds: discs on an open plane that are pushed, that are slowed, and that
// repel each other where they touch.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "envs/core/observation_space.h"
#include "envs/core/random.h"

namespace saccade {

/// A disc of mass 1.
struct Particle {
  double x = 0;  ///< Of its middle.
  double y = 0;
  double velocity_x = 0;  ///< Units per second.
  double velocity_y = 0;
  double radius = 0.05;
  double strength = 5;  ///< Force of a full push.
  double max_speed = std::numeric_limits<double>::infinity();
  bool is_solid = true;     ///< Whether it repels what else is solid.
  EntityId id = kNoEntity;  ///< The world gives it: movers first, from 0 on.
};

/// A push along x and y, of which 1 is a full one.
struct Push {
  double x = 0;
  double y = 0;
};

double distance(const Particle& a, const Particle& b);

/// Whether the discs overlap.
bool touch(const Particle& a, const Particle& b);

/// As in the Multi-Agent Particle Environment (Mordatch and Abbeel 2017, Lowe et al. 2017), in the
/// order of MPE2 1.1.1: places move by the velocities that were, then velocities change.  There are
/// no walls.
class ParticleWorld {
 public:
  static constexpr double kTimeStep = 0.1;         // s
  static constexpr double kDamping = 0.25;         // Share of a velocity that a step takes.
  static constexpr double kContactForce = 100;     // Per unit of depth.
  static constexpr double kContactMargin = 0.001;  // Width of the contact's soft edge.

  /// `movers` move, by pushes and by contacts; `fixed` stay where they are.
  ParticleWorld(std::vector<Particle> movers, std::vector<Particle> fixed);

  /// Puts each mover into the square [-half, half]^2 at random, at rest, and forgets trails.
  void place_movers(Rng& rng, double half);
  /// Puts each fixed particle into such a square.
  void place_fixed(Rng& rng, double half);

  /// Puts a particle elsewhere; it keeps its velocity, and a mover has no trail.  Returns whether
  /// there is one of this id.
  bool put(EntityId id, double x, double y);
  /// Adds a fixed particle, and returns its id.
  EntityId add_fixed(Particle particle);
  /// Returns whether there is a fixed particle of this id.
  bool remove_fixed(EntityId id);

  /// Advances by kTimeStep; `pushes` [movers].
  void step(std::span<const Push> pushes);

  std::span<Particle> movers() { return std::span(particles_).first(mover_count_); }
  std::span<Particle> fixed() { return std::span(particles_).subspan(mover_count_); }
  std::span<const Particle> movers() const { return std::span(particles_).first(mover_count_); }
  std::span<const Particle> fixed() const { return std::span(particles_).subspan(mover_count_); }

  /// Pairs of movers that overlap.
  int touching_pairs() const;

  /// Where each mover has been, [steps x movers], the start first, without where it is.
  const std::vector<Vec2>& trail() const { return trail_; }

 private:
  void add_contacts();
  void integrate();

  std::vector<Particle> particles_;  // The movers first.
  std::size_t mover_count_;
  EntityId next_id_ = 0;
  std::vector<Push> forces_;  // [movers]
  std::vector<Vec2> trail_;
};

}  // namespace saccade
