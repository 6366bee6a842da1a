#include "envs/forage/forage_bodies.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

// Narrows [enter, leave], the part of a segment inside a box, by |p| <= half on one axis.
void clip_axis(float from, float to, float half, float& enter, float& leave) {
  const float delta = to - from;
  if (std::abs(delta) < 1e-9F) {
    if (std::abs(from) > half) leave = -1;
    return;
  }
  const float a = (-half - from) / delta;
  const float b = (half - from) / delta;
  enter = std::max(enter, std::min(a, b));
  leave = std::min(leave, std::max(a, b));
}

}  // namespace

void add_forage_walls(float half, b2World& world) {
  constexpr float kThickness = 1;
  const float middle = half + kThickness / 2;
  b2BodyDef definition;
  b2Body* walls = world.CreateBody(&definition);
  b2PolygonShape shape;
  for (const float sign : {-1.0F, 1.0F}) {
    shape.SetAsBox(kThickness / 2, half + kThickness, {sign * middle, 0}, 0);
    walls->CreateFixture(&shape, 0);
    shape.SetAsBox(half + kThickness, kThickness / 2, {0, sign * middle}, 0);
    walls->CreateFixture(&shape, 0);
  }
}

b2Body* add_forage_disc(b2Vec2 at, float radius, float damping, b2World& world) {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = at;
  definition.linearDamping = damping;
  definition.fixedRotation = true;
  definition.allowSleep = false;
  b2Body* body = world.CreateBody(&definition);
  b2CircleShape shape;
  shape.m_radius = radius;
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = 1;
  fixture.friction = 0.1F;
  fixture.restitution = 0.2F;
  body->CreateFixture(&fixture);
  return body;
}

b2Body* add_forage_box(b2Vec2 at, float angle, float half, b2World& world) {
  constexpr float kDamping = 4;     // 1/s
  constexpr float kDensity = 0.5F;  // kg/m2; the agent's disc weighs 1 kg/m2.
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = at;
  definition.angle = angle;
  definition.linearDamping = kDamping;
  definition.angularDamping = kDamping;
  b2Body* body = world.CreateBody(&definition);
  b2PolygonShape shape;
  shape.SetAsBox(half, half);
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = kDensity;
  fixture.friction = 0.3F;
  body->CreateFixture(&fixture);
  return body;
}

bool box_cuts(const b2Body& box, float half, b2Vec2 from, b2Vec2 to) {
  const b2Vec2 a = box.GetLocalPoint(from);
  const b2Vec2 b = box.GetLocalPoint(to);
  float enter = 0, leave = 1;
  clip_axis(a.x, b.x, half, enter, leave);
  clip_axis(a.y, b.y, half, enter, leave);
  return enter <= leave;
}

}  // namespace saccade
