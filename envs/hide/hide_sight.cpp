#include "envs/hide/hide_sight.h"

#include <cmath>
#include <numbers>

namespace saccade {
namespace {

bool is_agent(const b2Body& body) {
  return hide_thing(body) == kHideHiderThing || hide_thing(body) == kHideSeekerThing;
}

// Says whether anything stands in the way.
class AnyObstacle final : public b2RayCastCallback {
 public:
  explicit AnyObstacle(const b2Body* except) : except_(except) {}

  float ReportFixture(b2Fixture* fixture, const b2Vec2& /*point*/, const b2Vec2& /*normal*/,
                      float /*fraction*/) override {
    const b2Body* body = fixture->GetBody();
    if (body == except_ || is_agent(*body)) return -1;  // Go on as if it were not there.
    found = true;
    return 0;  // That is enough.
  }

  bool found = false;

 private:
  const b2Body* except_;
};

// Keeps the nearest body.
class NearestThing final : public b2RayCastCallback {
 public:
  NearestThing(const b2Body* self, bool through_agents)
      : self_(self), through_agents_(through_agents) {}

  float ReportFixture(b2Fixture* fixture, const b2Vec2& /*point*/, const b2Vec2& /*normal*/,
                      float fraction) override {
    const b2Body* body = fixture->GetBody();
    if (body == self_ || (through_agents_ && is_agent(*body))) return -1;
    thing = hide_thing(*body);
    share = fraction;
    return fraction;  // Only what is nearer matters now.
  }

  int thing = -1;
  float share = 1;  // Of the ray, to where it meets the body.

 private:
  const b2Body* self_;
  bool through_agents_;
};

}  // namespace

bool is_hide_line_clear(const b2World& world, b2Vec2 from, b2Vec2 to, const b2Body* except) {
  if (from == to) return true;  // Box2D casts no ray without length.
  AnyObstacle obstacle(except);
  world.RayCast(&obstacle, from, to);
  return !obstacle.found;
}

bool is_in_hide_cone(b2Vec2 eye, b2Vec2 ahead, float cosine, b2Vec2 target) {
  if (cosine <= -1) return true;
  const b2Vec2 offset = target - eye;
  return b2Dot(offset, ahead) >= cosine * offset.Length();
}

HideHit cast_hide_ray(const b2World& world, b2Vec2 eye, b2Vec2 sight, float range,
                      const b2Body* self, bool through_agents) {
  NearestThing nearest(self, through_agents);
  world.RayCast(&nearest, eye, eye + range * sight);
  return {nearest.share * range, nearest.thing};
}

RayModality hide_rays(int count, float arena) {
  return {.name = "lidar",
          .count = count,
          .range = std::numbers::sqrt2_v<float> * arena,
          .hits = {"wall", "box", "hider", "seeker"}};
}

b2Vec2 hide_ray_direction(b2Vec2 ahead, int ray, int count) {
  const float angle = 2 * b2_pi * static_cast<float>(ray) / static_cast<float>(count);
  const b2Vec2 turn{std::cos(angle), std::sin(angle)};
  return {ahead.x * turn.x - ahead.y * turn.y, ahead.x * turn.y + ahead.y * turn.x};
}

}  // namespace saccade
