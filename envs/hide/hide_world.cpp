#include "envs/hide/hide_world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade {
namespace {

constexpr int kSubSteps = 4;  // Of 1/40 s per step.
constexpr float kTimeStep = 1.0F / 40;
constexpr int kVelocityIterations = 8;
constexpr int kPositionIterations = 3;

constexpr float kAgentDensity = 2;   // kg/m2: 1 kg.
constexpr float kAgentDamping = 5;   // 1/s
constexpr float kTurnDamping = 8;    // 1/s
constexpr float kAgentInertia = 1;   // kg m2, more than the disc's own: turns a box that it holds.
constexpr float kBoxDensity = 0.5F;  // kg/m2: 1 kg.
constexpr float kBoxDamping = 5;     // 1/s: the friction of the floor.

float cosine_of_half(float degrees) {
  if (degrees >= 360) return -1;
  return static_cast<float>(std::cos(static_cast<double>(degrees) / 360 * std::numbers::pi));
}

}  // namespace

HideWorld::HideWorld(const HideLayout& layout, int hiders, float cone)
    : half_(layout.half),
      cone_cosine_(cosine_of_half(cone)),
      walls_(layout.walls),
      world_(b2Vec2_zero) {
  // Nothing moves far enough in 1/40 s to pass through a wall.
  world_.SetContinuousPhysics(false);
  add_walls();
  for (const HidePose& pose : layout.boxes) add_box(pose);
  for (const HidePose& pose : layout.agents) {
    const bool is_hider = static_cast<int>(agents_.size()) < hiders;
    add_agent(pose, is_hider ? kHideHiders : kHideSeekers);
  }
  sees_agent_.resize(agents_.size() * agents_.size());
  sees_box_.resize(agents_.size() * boxes_.size());
  look();
}

void HideWorld::add_walls() {
  b2BodyDef definition;
  definition.userData.pointer = kHideWallThing;
  b2Body* body = world_.CreateBody(&definition);
  b2PolygonShape shape;
  for (const HideWall& wall : walls_) {
    const b2Vec2 half = 0.5F * b2Abs(wall.to - wall.from);
    shape.SetAsBox(half.x + kHideWallHalf, half.y + kHideWallHalf, 0.5F * (wall.from + wall.to), 0);
    body->CreateFixture(&shape, 0);
  }
}

b2Body* HideWorld::add_body(const HidePose& pose, HideThing thing, float damping,
                            float turn_damping) {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = pose.position;
  definition.angle = pose.angle;
  definition.linearDamping = damping;
  definition.angularDamping = turn_damping;
  definition.allowSleep = false;
  definition.userData.pointer = thing;
  return world_.CreateBody(&definition);
}

void HideWorld::add_agent(const HidePose& pose, HideTeam team) {
  const HideThing thing = team == kHideHiders ? kHideHiderThing : kHideSeekerThing;
  b2Body* body = add_body(pose, thing, kAgentDamping, kTurnDamping);
  b2CircleShape shape;
  shape.m_radius = kHideAgentRadius;
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = kAgentDensity;
  fixture.friction = 0.1F;
  body->CreateFixture(&fixture);
  b2MassData mass;
  body->GetMassData(&mass);
  mass.I = kAgentInertia;
  body->SetMassData(&mass);
  agents_.push_back({.body = body, .team = team});
}

void HideWorld::add_box(const HidePose& pose) {
  b2Body* body = add_body(pose, kHideBoxThing, kBoxDamping, kBoxDamping);
  b2PolygonShape shape;
  shape.SetAsBox(kHideBoxHalf, kHideBoxHalf);
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = kBoxDensity;
  fixture.friction = 0.2F;
  body->CreateFixture(&fixture);
  boxes_.push_back({.body = body});
}

void HideWorld::step(std::span<const HideOrder> orders) {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    change_lock(i, orders[i].lock);
    change_grip(i, orders[i].hold);
  }
  for (int i = 0; i < kSubSteps; ++i) {
    for (std::size_t a = 0; a < agents_.size(); ++a) drive(agents_[a], orders[a]);
    world_.Step(kTimeStep, kVelocityIterations, kPositionIterations);
  }
  look();
}

// From the edge of the agent to that of the box, m; negative where they overlap.
float HideWorld::gap(std::size_t agent, std::size_t box) const {
  const b2Vec2 center = boxes_[box].body->GetLocalPoint(agents_[agent].body->GetPosition());
  const b2Vec2 corner{kHideBoxHalf, kHideBoxHalf};
  return b2Distance(center, b2Clamp(center, -corner, corner)) - kHideAgentRadius;
}

bool HideWorld::is_in_reach(std::size_t agent, std::size_t box) const {
  return gap(agent, box) <= kReach;
}

int HideWorld::nearest_box(std::size_t agent, HideTeam locked_by) const {
  int nearest = -1;
  float least = kReach;
  for (std::size_t b = 0; b < boxes_.size(); ++b) {
    if (boxes_[b].locked_by != locked_by || !sees_box(agent, b)) continue;
    const float distance = gap(agent, b);
    if (distance > least) continue;
    nearest = static_cast<int>(b);
    least = distance;
  }
  return nearest;
}

int HideWorld::box_to_hold(std::size_t agent) const {
  const int held = agents_[agent].held;
  return held >= 0 ? held : nearest_box(agent, kHideNobody);
}

int HideWorld::box_to_unlock(std::size_t agent) const {
  return nearest_box(agent, agents_[agent].team);
}

void HideWorld::change_lock(std::size_t agent, HideLock wanted) {
  if (wanted == HideLock::kLeave) return;
  const bool lock = wanted == HideLock::kLock;
  const int number = lock ? box_to_lock(agent) : box_to_unlock(agent);
  if (number < 0) return;
  const HideTeam team = agents_[agent].team;
  Box& box = boxes_[static_cast<std::size_t>(number)];
  if (lock) {  // Whoever holds it lets it go.
    for (Agent& other : agents_) {
      if (other.held == number) release(other);
    }
    ++(team == kHideHiders ? tally_.hider_locks : tally_.seeker_locks);
  } else {
    ++tally_.unlocks;
  }
  box.locked_by = lock ? team : kHideNobody;
  box.body->SetType(lock ? b2_staticBody : b2_dynamicBody);
}

void HideWorld::change_grip(std::size_t agent, bool hold) {
  Agent& holder = agents_[agent];
  if (!hold) return release(holder);
  if (holder.held >= 0) return;
  holder.held = box_to_hold(agent);
  if (holder.held < 0) return;
  b2Body* box = boxes_[static_cast<std::size_t>(holder.held)].body;
  b2WeldJointDef weld;
  weld.Initialize(holder.body, box, box->GetPosition());
  holder.grip = world_.CreateJoint(&weld);
  ++tally_.grabs;
}

void HideWorld::release(Agent& agent) {
  if (agent.held < 0) return;
  world_.DestroyJoint(agent.grip);
  agent.grip = nullptr;
  agent.held = -1;
}

void HideWorld::drive(const Agent& agent, const HideOrder& order) {
  b2Vec2 push{order.forward, order.left};
  const float length = push.Length();
  if (length > 1) push *= 1 / length;
  const float force = agent.body->GetMass() * kAgentSpeed * kAgentDamping;
  agent.body->ApplyForceToCenter(force * agent.body->GetWorldVector(push), true);
  agent.body->ApplyTorque(order.turn * kAgentInertia * kTurnSpeed * kTurnDamping, true);
}

void HideWorld::look() {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    const b2Vec2 eye = agents_[i].body->GetPosition();
    const b2Vec2 facing = ahead(i);
    const auto sees = [&](const b2Body* target) {
      const b2Vec2 place = target->GetPosition();
      return is_in_hide_cone(eye, facing, cone_cosine_, place) &&
             is_hide_line_clear(world_, eye, place, target);
    };
    for (std::size_t j = 0; j < agents_.size(); ++j) {
      sees_agent_[i * agents_.size() + j] = i != j && sees(agents_[j].body) ? 1 : 0;
    }
    for (std::size_t b = 0; b < boxes_.size(); ++b) {
      sees_box_[i * boxes_.size() + b] = sees(boxes_[b].body) ? 1 : 0;
    }
  }
}

bool HideWorld::is_found(std::size_t hider) const {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    if (agents_[i].team == kHideSeekers && sees_agent(i, hider)) return true;
  }
  return false;
}

bool HideWorld::is_any_found() const {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    if (agents_[i].team == kHideHiders && is_found(i)) return true;
  }
  return false;
}

}  // namespace saccade
