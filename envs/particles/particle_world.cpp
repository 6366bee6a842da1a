#include "envs/particles/particle_world.h"

#include <algorithm>
#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

// log(1 + exp(x)), which is x far above 0 and nothing far below.
double softplus(double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

void place_at_random(std::span<Particle> particles, Rng& rng, double half) {
  for (Particle& particle : particles) {
    particle.x = rng.uniform(-half, half);
    particle.y = rng.uniform(-half, half);
    particle.velocity_x = 0;
    particle.velocity_y = 0;
  }
}

// The force that b exerts on a.
Push contact(const Particle& a, const Particle& b) {
  constexpr double kNoForce = 750;  // exp(-kNoForce) is 0.
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  const double apart = std::sqrt(x * x + y * y);
  const double depth = -(apart - (a.radius + b.radius)) / ParticleWorld::kContactMargin;
  if (depth < -kNoForce || apart == 0) return {};  // At the same point there is no way apart.
  const double penetration = softplus(depth) * ParticleWorld::kContactMargin;
  return {ParticleWorld::kContactForce * x / apart * penetration,
          ParticleWorld::kContactForce * y / apart * penetration};
}

}  // namespace

double distance(const Particle& a, const Particle& b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

bool touch(const Particle& a, const Particle& b) {
  return distance(a, b) < a.radius + b.radius;
}

ParticleWorld::ParticleWorld(std::vector<Particle> movers, std::vector<Particle> fixed)
    : particles_(std::move(movers)), mover_count_(particles_.size()), forces_(mover_count_) {
  particles_.insert(particles_.end(), fixed.begin(), fixed.end());
  for (Particle& particle : particles_) particle.id = next_id_++;
}

void ParticleWorld::place_movers(Rng& rng, double half) {
  place_at_random(movers(), rng, half);
  trail_.clear();
}

void ParticleWorld::place_fixed(Rng& rng, double half) {
  place_at_random(fixed(), rng, half);
}

bool ParticleWorld::put(EntityId id, double x, double y) {
  const auto has_id = [id](const Particle& particle) { return particle.id == id; };
  const auto found = std::ranges::find_if(particles_, has_id);
  if (found == particles_.end()) return false;
  found->x = x;
  found->y = y;
  const auto index = static_cast<std::size_t>(found - particles_.begin());
  if (index >= mover_count_) return true;
  for (std::size_t i = index; i < trail_.size(); i += mover_count_) trail_[i] = shapes::point(x, y);
  return true;
}

EntityId ParticleWorld::add_fixed(Particle particle) {
  particle.id = next_id_;
  particles_.push_back(particle);
  return next_id_++;
}

bool ParticleWorld::remove_fixed(EntityId id) {
  const auto found =
      std::ranges::find_if(fixed(), [id](const Particle& particle) { return particle.id == id; });
  if (found == fixed().end()) return false;
  particles_.erase(particles_.begin() + static_cast<std::ptrdiff_t>(mover_count_) +
                   (found - fixed().begin()));
  return true;
}

void ParticleWorld::step(std::span<const Push> pushes) {
  for (std::size_t i = 0; i < mover_count_; ++i) {
    const Particle& mover = particles_[i];
    trail_.push_back(shapes::point(mover.x, mover.y));
    forces_[i] = {pushes[i].x * mover.strength, pushes[i].y * mover.strength};
  }
  add_contacts();
  integrate();
}

int ParticleWorld::touching_pairs() const {
  int pairs = 0;
  for (std::size_t a = 0; a < mover_count_; ++a) {
    for (std::size_t b = a + 1; b < mover_count_; ++b) {
      pairs += touch(particles_[a], particles_[b]) ? 1 : 0;
    }
  }
  return pairs;
}

void ParticleWorld::add_contacts() {
  for (std::size_t a = 0; a < mover_count_; ++a) {
    if (!particles_[a].is_solid) continue;
    for (std::size_t b = a + 1; b < particles_.size(); ++b) {
      if (!particles_[b].is_solid) continue;
      const Push force = contact(particles_[a], particles_[b]);
      forces_[a].x += force.x;
      forces_[a].y += force.y;
      if (b >= mover_count_) continue;
      forces_[b].x -= force.x;
      forces_[b].y -= force.y;
    }
  }
}

void ParticleWorld::integrate() {
  for (std::size_t i = 0; i < mover_count_; ++i) {
    Particle& mover = particles_[i];
    mover.x += mover.velocity_x * kTimeStep;
    mover.y += mover.velocity_y * kTimeStep;
    mover.velocity_x = mover.velocity_x * (1 - kDamping) + forces_[i].x * kTimeStep;
    mover.velocity_y = mover.velocity_y * (1 - kDamping) + forces_[i].y * kTimeStep;
    const double speed =
        std::sqrt(mover.velocity_x * mover.velocity_x + mover.velocity_y * mover.velocity_y);
    if (speed <= mover.max_speed) continue;
    mover.velocity_x = mover.velocity_x / speed * mover.max_speed;
    mover.velocity_y = mover.velocity_y / speed * mover.max_speed;
  }
}

}  // namespace saccade
