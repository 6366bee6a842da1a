#include "envs/classic/acrobot_scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kView = 2.3;       // m from the fixed joint to the picture's edges
constexpr double kLine = 1;         // m, height of the goal
constexpr double kHalfLink = 0.07;  // m, half of a link's thickness
constexpr Color kUpperLink{40, 104, 160};

// A pose whose y axis points along the upper link, from its joint.
Pose upper_link(const AcrobotState& state) {
  return {0, 0, state.angle1 + std::numbers::pi};
}

Pose lower_link(const AcrobotState& state) {
  const double x = std::sin(state.angle1);
  const double y = -std::cos(state.angle1);
  return {x, y, state.angle1 + state.angle2 + std::numbers::pi};
}

void draw_goal(bool is_up, Scene& scene) {
  constexpr double kDash = 0.14;
  scene.add(box(-20, kLine, 20, 20), faded(kGreen, is_up ? 0.2 : 0.08));
  for (double x = -kView - 6 * kDash; x < 2 * kView; x += 2 * kDash) {
    scene.add(Line{point(x, kLine), point(x + kDash, kLine), 0.025F}, kGreen);
  }
}

// The circles that the middle joint and the stretched arm reach.
void draw_reach(Scene& scene) {
  for (const double radius : {1.0, 2.0}) {
    outline(scene.add(Circle{{0, 0}, static_cast<float>(radius)}, faded(kSkyBlue, 0.02)),
            faded(kSkyBlue, 0.13), 0.012F);
  }
}

// A cubic curve (Hermite) from one place to the next that leaves and arrives at their velocities.
Vec2 between(const FreeEnd& from, const FreeEnd& to, double share, double seconds) {
  const double t = share, u = 1 - share;
  const double a = u * u * (1 + 2 * t), b = t * t * (3 - 2 * t);
  const double c = t * u * u * seconds, d = -t * t * u * seconds;
  return point(a * from.position.x + b * to.position.x + c * from.velocity.x + d * to.velocity.x,
               a * from.position.y + b * to.position.y + c * from.velocity.y + d * to.velocity.y);
}

void draw_trail(const AcrobotPicture& picture, Scene& scene) {
  constexpr int kPieces = 8;
  const std::vector<FreeEnd>& trail = picture.trail;
  const FreeEnd end = free_end(picture.now);
  for (std::size_t i = 0; i < trail.size(); ++i) {
    const FreeEnd& to = i + 1 < trail.size() ? trail[i + 1] : end;
    Vec2 last = trail[i].position;
    for (int piece = 1; piece <= kPieces; ++piece) {
      const double share = static_cast<double>(piece) / kPieces;
      const double fresh = (static_cast<double>(i) + share) / static_cast<double>(trail.size());
      const Vec2 next = between(trail[i], to, share, picture.seconds_per_step);
      add_part(scene, Line{last, next, static_cast<float>(0.02 + 0.05 * fresh)},
               faded(kOrange, 0.6 * fresh * fresh), picture.entity);
      last = next;
    }
  }
}

void draw_link(const Pose& link, Color color, EntityId entity, Scene& scene) {
  constexpr auto kRound = static_cast<float>(kHalfLink);
  for (const double end : {0.0, 1.0}) {
    add_part(scene, Circle{link.at(0, end), kRound}, color, entity);
  }
  add_part(scene, link.box(-kHalfLink, 0, kHalfLink, 1), color, entity);
  add_part(scene, Line{link.at(-0.3 * kHalfLink, 0.12), link.at(-0.3 * kHalfLink, 0.88), 0.018F},
           faded(kWhite, 0.25), entity);
}

// An arc about the middle joint in the sense in which the torque turns the lower link.
void draw_torque(const AcrobotPicture& picture, Scene& scene) {
  if (picture.torque == 0) return;
  constexpr int kPieces = 14;
  constexpr double kRadius = 0.27;
  const double sweep = 0.75 * std::numbers::pi * picture.torque;
  Pose turn = lower_link(picture.now);
  const double start = turn.angle - sweep / 2;
  Vec2 last{};
  for (int i = 0; i <= kPieces; ++i) {
    turn.angle = start + sweep * i / kPieces;
    const Vec2 next = turn.at(0, kRadius);
    if (i > 0) add_part(scene, Line{last, next, 0.04F}, kYellow, picture.entity);
    last = next;
  }
  const double ahead = picture.torque > 0 ? -0.15 : 0.15;
  add_part(scene, turn.polygon({{0, kRadius - 0.085}, {ahead, kRadius}, {0, kRadius + 0.085}}),
           kYellow, picture.entity);
}

void draw_joints(const AcrobotPicture& picture, Scene& scene) {
  const EntityId entity = picture.entity;
  outline(add_part(scene, Circle{{0, 0}, 0.12F}, kInk, entity), kSilver, 0.035F);
  outline(add_part(scene, Circle{lower_link(picture.now).at(0, 0), 0.1F}, kWhite, entity), kInk,
          0.03F);
  const Vec2 end = free_end(picture.now).position;
  if (picture.is_up) add_part(scene, Circle{end, 0.24F}, faded(kGreen, 0.35), entity);
  outline(scene.add(Circle{end, 0.12F}, kOrange, entity), picture.is_up ? kWhite : kYellow, 0.025F);
}

}  // namespace

FreeEnd free_end(const AcrobotState& state) {
  const double both = state.angle1 + state.angle2;
  const double turn = state.speed1 + state.speed2;
  return {.position = point(std::sin(state.angle1) + std::sin(both),
                            -std::cos(state.angle1) - std::cos(both)),
          .velocity = point(std::cos(state.angle1) * state.speed1 + std::cos(both) * turn,
                            std::sin(state.angle1) * state.speed1 + std::sin(both) * turn)};
}

void draw_acrobot(const AcrobotPicture& picture, Scene& scene) {
  scene.min = point(-kView, -kView);
  scene.max = point(kView, kView);
  draw_goal(picture.is_up, scene);
  draw_reach(scene);
  draw_trail(picture, scene);
  draw_link(upper_link(picture.now), kUpperLink, picture.entity, scene);
  draw_link(lower_link(picture.now), kSkyBlue, picture.entity, scene);
  draw_torque(picture, scene);
  draw_joints(picture, scene);
}

}  // namespace saccade
