#include "envs/box2d/walker_world.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

constexpr double kScale = 30;      // The original's pixels per metre.
constexpr double kTorque = 80;     // N m, the strongest
constexpr double kFirstPush = 5;   // N, to either side
constexpr double kLegTilt = 0.05;  // rad
constexpr float kGroundFriction = 2.5F;
constexpr double kStartX = WalkerTerrain::kStep * WalkerTerrain::kStartPoints / 2;
constexpr double kLegHeight = 2 * WalkerWorld::kLegHalfHeight;
constexpr double kStartY = WalkerTerrain::kHeight + 2 * kLegHeight;

constexpr std::uint16_t kGroundCategory = 0x01;
constexpr std::uint16_t kWalkerCategory = 0x20;

// What a body is, in its user data: 0 the ground or a thigh, 1 the hull, 2 and 3 the shins.
constexpr std::uintptr_t kNoTag = 0;
constexpr std::uintptr_t kHullTag = 1;
constexpr std::uintptr_t kShinTag = 2;

b2Vec2 vec(double x, double y) {
  return {static_cast<float>(x), static_cast<float>(y)};
}

std::uintptr_t tag_of(b2Contact* contact, bool first) {
  b2Fixture* fixture = first ? contact->GetFixtureA() : contact->GetFixtureB();
  return fixture->GetBody()->GetUserData().pointer;
}

// Keeps where a ray first meets the ground.
class NearestGround final : public b2RayCastCallback {
 public:
  float ReportFixture(b2Fixture* fixture, const b2Vec2& /*point*/, const b2Vec2& /*normal*/,
                      float fraction) override {
    if ((fixture->GetFilterData().categoryBits & kGroundCategory) == 0) return -1;
    share = fraction;
    return fraction;  // Only what is nearer matters now.
  }

  float share = 1;
};

b2RevoluteJointDef joint_definition(b2Body* upper, b2Body* lower) {
  b2RevoluteJointDef joint;
  joint.bodyA = upper;
  joint.bodyB = lower;
  joint.localAnchorB = vec(0, WalkerWorld::kLegHalfHeight);
  // Unless told otherwise, pybox2d takes the angle at which the bodies stand as the joint's zero.
  joint.referenceAngle = lower->GetAngle() - upper->GetAngle();
  joint.enableMotor = true;
  joint.maxMotorTorque = static_cast<float>(kTorque);
  joint.enableLimit = true;
  return joint;
}

}  // namespace

WalkerWorld::WalkerWorld(bool hardcore, std::uint64_t seed)
    : rng_(seed), terrain_(make_walker_terrain(hardcore, rng_)), world_({0, -10}) {
  world_.SetContactListener(this);
  make_ground();
  make_hull();
  make_leg(0, -1);
  make_leg(1, 1);
}

// One body, where the original has one for each edge and block: no force tells them apart.
void WalkerWorld::make_ground() {
  b2BodyDef definition;
  b2Body* ground = world_.CreateBody(&definition);
  b2FixtureDef fixture;
  fixture.friction = kGroundFriction;
  fixture.filter.categoryBits = kGroundCategory;
  b2PolygonShape box;
  fixture.shape = &box;
  for (const WalkerBlock& block : terrain_.blocks) {
    const std::array<b2Vec2, 4> corners = {vec(block.left, block.bottom),
                                           vec(block.right, block.bottom),
                                           vec(block.right, block.top), vec(block.left, block.top)};
    box.Set(corners.data(), static_cast<int>(corners.size()));
    ground->CreateFixture(&fixture);
  }
  b2EdgeShape edge;
  fixture.shape = &edge;
  for (int i = 0; i + 1 < WalkerTerrain::kPoints; ++i) {
    const auto at = static_cast<std::size_t>(i);
    edge.SetTwoSided(vec(WalkerTerrain::x(i), terrain_.y[at]),
                     vec(WalkerTerrain::x(i + 1), terrain_.y[at + 1]));
    ground->CreateFixture(&fixture);
  }
}

void WalkerWorld::make_hull() {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = vec(kStartX, kStartY);
  definition.userData.pointer = kHullTag;
  hull_ = world_.CreateBody(&definition);
  const std::array<b2Vec2, 5> corners = {
      vec(-30 / kScale, 9 / kScale), vec(6 / kScale, 9 / kScale), vec(34 / kScale, 1 / kScale),
      vec(34 / kScale, -8 / kScale), vec(-30 / kScale, -8 / kScale)};
  b2PolygonShape shape;
  shape.Set(corners.data(), static_cast<int>(corners.size()));
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = 5;
  fixture.friction = 0.1F;
  fixture.filter.categoryBits = kWalkerCategory;
  fixture.filter.maskBits = kGroundCategory;
  hull_->CreateFixture(&fixture);
  hull_->ApplyForceToCenter(vec(rng_.uniform(-kFirstPush, kFirstPush), 0), true);
}

b2Body* WalkerWorld::make_limb(double y, double angle, double half_width, std::uintptr_t tag) {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = vec(kStartX, y);
  definition.angle = static_cast<float>(angle);
  definition.userData.pointer = tag;
  b2Body* limb = world_.CreateBody(&definition);
  b2PolygonShape shape;
  shape.SetAsBox(static_cast<float>(half_width), static_cast<float>(kLegHalfHeight));
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = 1;
  fixture.filter.categoryBits = kWalkerCategory;
  fixture.filter.maskBits = kGroundCategory;
  limb->CreateFixture(&fixture);
  return limb;
}

void WalkerWorld::make_leg(std::size_t leg, double side) {
  const double tilt = side * kLegTilt;
  b2Body* thigh = make_limb(kStartY - kLegHeight / 2 + kHipDown, tilt, kThighHalfWidth, kNoTag);
  b2RevoluteJointDef hip = joint_definition(hull_, thigh);
  hip.localAnchorA = vec(0, -kHipDown);
  hip.motorSpeed = static_cast<float>(side);
  hip.lowerAngle = -0.8F;
  hip.upperAngle = 1.1F;
  joints_[2 * leg] = static_cast<b2RevoluteJoint*>(world_.CreateJoint(&hip));

  b2Body* shin =
      make_limb(kStartY - kLegHeight * 3 / 2 + kHipDown, tilt, kShinHalfWidth, kShinTag + leg);
  b2RevoluteJointDef knee = joint_definition(thigh, shin);
  knee.localAnchorA = vec(0, -kLegHalfHeight);
  knee.motorSpeed = 1;
  knee.lowerAngle = -1.6F;
  knee.upperAngle = -0.1F;
  joints_[2 * leg + 1] = static_cast<b2RevoluteJoint*>(world_.CreateJoint(&knee));
  limbs_[2 * leg] = thigh;
  limbs_[2 * leg + 1] = shin;
}

void WalkerWorld::BeginContact(b2Contact* contact) {
  for (const bool first : {true, false}) {
    const std::uintptr_t tag = tag_of(contact, first);
    if (tag == kHullTag) hull_touched_ = true;
    if (tag >= kShinTag) leg_stands_[tag - kShinTag] = true;
  }
}

// The original forgets a leg's contact as soon as one edge of the ground is left.
void WalkerWorld::EndContact(b2Contact* contact) {
  for (const bool first : {true, false}) {
    const std::uintptr_t tag = tag_of(contact, first);
    if (tag >= kShinTag) leg_stands_[tag - kShinTag] = false;
  }
}

// The original's Box2D heeds a limit in a step only if the joint was there when the step began;
// this one looks ahead and would stop the joint before.
void WalkerWorld::heed_limits() {
  for (b2RevoluteJoint* joint : joints_) {
    const float angle = joint->GetJointAngle();
    joint->EnableLimit(angle <= joint->GetLowerLimit() || angle >= joint->GetUpperLimit());
  }
}

void WalkerWorld::drive(std::size_t joint, double torque) {
  const double speed = joint % 2 == 0 ? kHipSpeed : kKneeSpeed;
  const double toward = torque > 0 ? 1 : (torque < 0 ? -1 : 0);
  joints_[joint]->SetMotorSpeed(static_cast<float>(speed * toward));
  joints_[joint]->SetMaxMotorTorque(static_cast<float>(kTorque * std::min(std::abs(torque), 1.0)));
}

void WalkerWorld::step(std::span<const float> torques) {
  for (std::size_t i = 0; i < joints_.size(); ++i) drive(i, static_cast<double>(torques[i]));
  heed_limits();
  // In the original's Box2D to set a motor wakes the bodies, here only to set it otherwise does.
  if (!hull_->IsAwake()) {
    hull_->SetAwake(true);
    for (b2Body* limb : limbs_) limb->SetAwake(true);
  }
  world_.Step(static_cast<float>(1 / kStepsPerSecond), 180, 60);
}

float WalkerWorld::lidar(double angle) const {
  const b2Vec2 from = hull_->GetPosition();
  NearestGround nearest;
  world_.RayCast(
      &nearest, from,
      vec(from.x + std::sin(angle) * kLidarRange, from.y - std::cos(angle) * kLidarRange));
  return nearest.share;
}

}  // namespace saccade
