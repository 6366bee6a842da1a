#include "envs/particles/particle_scene.h"

#include <algorithm>
#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kPi = 3.14159265358979323846;
constexpr double kMargin = 0.12;
constexpr double kGridSpacing = 0.25;

constexpr Color kBeyond{20, 22, 27};
constexpr Color kFloor{34, 38, 47};
constexpr Color kGridLine{170, 195, 235, 14};
constexpr Color kRock{84, 90, 102};
constexpr Color kRockLight{112, 119, 132};

Color blend(Color from, Color to, double share) {
  const auto mix = [share](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
  };
  return {mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b), from.a};
}

Vec2 middle(const Particle& particle) {
  return point(particle.x, particle.y);
}

}  // namespace

Color agent_color() {
  return kSkyBlue;
}
Color predator_color() {
  return kVermillion;
}
Color prey_color() {
  return kGreen;
}

void draw_arena(const ParticleWorld& world, double half, Scene& scene) {
  double edge = half + kMargin;
  for (const Particle& mover : world.movers()) {
    const double reach = std::max(std::abs(mover.x), std::abs(mover.y));
    edge = std::max(edge, reach + mover.radius + kMargin);
  }
  scene.min = point(-edge, -edge);
  scene.max = point(edge, edge);
  scene.background = kBeyond;
  outline(scene.add(box(-half, -half, half, half), kFloor), faded(kSkyBlue, 0.22), 0.008F);
  for (double line = -half + kGridSpacing; line < half - 0.01; line += kGridSpacing) {
    scene.add(Line{point(line, -half), point(line, half), 0.005F}, kGridLine);
    scene.add(Line{point(-half, line), point(half, line), 0.005F}, kGridLine);
  }
}

void draw_trails(const ParticleWorld& world, Scene& scene) {
  constexpr std::size_t kLongest = 10;
  const std::size_t movers = world.movers().size();
  const std::size_t steps = world.trail().size() / movers;
  for (std::size_t step = steps - std::min(steps, kLongest); step < steps; ++step) {
    const double fresh = 1 - static_cast<double>(steps - step) / (kLongest + 1);
    for (std::size_t i = 0; i < movers; ++i) {
      const Vec2 from = world.trail()[step * movers + i];
      const Vec2 to =
          step + 1 < steps ? world.trail()[(step + 1) * movers + i] : middle(world.movers()[i]);
      const auto width = static_cast<float>(0.5 * world.movers()[i].radius * fresh);
      add_part(scene, Line{from, to, width}, faded(kWhite, 0.28 * fresh), static_cast<EntityId>(i));
    }
  }
}

void draw_goal(Vec2 place, double reach, bool is_reached, Scene& scene) {
  const Color color = is_reached ? kGreen : kOrange;
  const auto ring = static_cast<float>(reach);
  if (is_reached) {
    outline(scene.add(Circle{place, 1.35F * ring}, faded(kGreen, 0.10)), faded(kGreen, 0.35),
            0.007F);
  }
  outline(scene.add(Circle{place, ring}, faded(color, is_reached ? 0.30 : 0.10)),
          faded(color, 0.95), 0.011F);
  for (int i = 0; i < 4; ++i) {
    const Pose tick{place.x, place.y, kPi / 2 * i};
    scene.add(Line{tick.at(0.75 * reach, 0), tick.at(1.2 * reach, 0), 0.011F}, faded(color, 0.95));
  }
}

void draw_landmark(const Particle& landmark, bool is_reached, EntityId id, Scene& scene) {
  const Pose mark{landmark.x, landmark.y, kPi / 4};
  constexpr double kHalf = 0.03;
  outline(scene.add(mark.box(-kHalf, -kHalf, kHalf, kHalf),
                    blend(is_reached ? kGreen : kOrange, kYellow, 0.4), id),
          kInk, 0.008F);
}

void draw_way(const Particle& from, Vec2 to, Scene& scene) {
  constexpr double kDash = 0.03;  // And the gap after it.
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const Pose along{from.x, from.y, std::atan2(to.y - from.y, to.x - from.x)};
  for (double start = 0; start < length; start += 2 * kDash) {
    scene.add(Line{along.at(start, 0), along.at(std::min(start + kDash, length), 0), 0.007F},
              faded(kYellow, 0.4));
  }
}

void draw_guide_circle(Vec2 center, double radius, Scene& scene) {
  outline(scene.add(Circle{center, static_cast<float>(radius)}, faded(kOrange, 0.03)),
          faded(kOrange, 0.35), 0.008F);
}

void draw_guide_line(Vec2 from, Vec2 to, Scene& scene) {
  scene.add(Line{from, to, 0.01F}, faded(kOrange, 0.35));
}

void draw_agent(const Particle& agent, Color color, bool is_touching, EntityId id, Scene& scene) {
  const double r = agent.radius;
  const auto size = static_cast<float>(r);
  if (is_touching) {
    outline(add_part(scene, Circle{middle(agent), 1.3F * size}, faded(kYellow, 0.16), id),
            faded(kYellow, 0.85), 0.01F);
  }
  add_part(scene, Circle{point(agent.x + 0.12 * r, agent.y - 0.16 * r), 1.04F * size},
           faded(kInk, 0.45), id);
  outline(scene.add(Circle{middle(agent), size}, color, id), blend(color, kWhite, 0.55),
          0.13F * size);
  add_part(scene, Circle{middle(agent), 0.62F * size}, blend(color, kInk, 0.28), id);
  const double speed =
      std::sqrt(agent.velocity_x * agent.velocity_x + agent.velocity_y * agent.velocity_y);
  if (speed > 0.02) {
    const Pose ahead{agent.x, agent.y, std::atan2(agent.velocity_y, agent.velocity_x)};
    const double length = r * std::min(1.0, 0.25 + 0.6 * speed);
    add_part(scene,
             ahead.polygon({{-0.1 * r, -0.34 * r}, {0.95 * length, 0}, {-0.1 * r, 0.34 * r}}),
             blend(color, kWhite, 0.8), id);
  } else {
    add_part(scene, Circle{middle(agent), 0.22F * size}, blend(color, kWhite, 0.8), id);
  }
}

void draw_obstacle(const Particle& obstacle, EntityId id, Scene& scene) {
  const double r = obstacle.radius;
  add_part(
      scene,
      Circle{point(obstacle.x + 0.06 * r, obstacle.y - 0.08 * r), static_cast<float>(1.03 * r)},
      faded(kInk, 0.5), id);
  outline(scene.add(Circle{middle(obstacle), static_cast<float>(r)}, kRock, id), kRockLight,
          0.012F);
  add_part(
      scene,
      Circle{point(obstacle.x - 0.12 * r, obstacle.y + 0.14 * r), static_cast<float>(0.72 * r)},
      faded(kRockLight, 0.35), id);
  for (const auto& [x, y, size] :
       {std::tuple{0.35, -0.3, 0.16}, {-0.4, 0.2, 0.12}, {0.1, 0.45, 0.1}}) {
    add_part(scene,
             Circle{point(obstacle.x + x * r, obstacle.y + y * r), static_cast<float>(size * r)},
             faded(kInk, 0.25), id);
  }
}

}  // namespace saccade
