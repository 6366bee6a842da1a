#include "envs/box2d/lander_world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade {
namespace {

constexpr double kScale = 30;  // The original's pixels per metre.
constexpr double kMainPower = 13;
constexpr double kSidePower = 0.6;
constexpr double kFirstPush = 1000;  // N, along each axis
constexpr double kLegAway = 20 / kScale;
constexpr double kLegHalfWidth = 2 / kScale;
constexpr double kLegHalfHeight = 8 / kScale;
constexpr double kLegTorque = 40;  // N m
constexpr double kLegTilt = 0.05;  // rad
constexpr double kSideEngineHeight = 14 / kScale;
constexpr double kSideEngineAway = 12 / kScale;
constexpr double kMainEngineDown = 4 / kScale;

constexpr std::uint16_t kGroundCategory = 0x01;
constexpr std::uint16_t kHullCategory = 0x10;
constexpr std::uint16_t kLegCategory = 0x20;

b2Vec2 vec(double x, double y) {
  return {static_cast<float>(x), static_cast<float>(y)};
}

std::uintptr_t tag_of(b2Contact* contact, bool first) {
  b2Fixture* fixture = first ? contact->GetFixtureA() : contact->GetFixtureB();
  return fixture->GetBody()->GetUserData().pointer;
}

// What a body is, in its user data: 0 the ground, 1 the hull, 2 and 3 the legs.
constexpr std::uintptr_t kHullTag = 1;
constexpr std::uintptr_t kLegTag = 2;

// Gusts without a period; Gymnasium's choice.
double gust(std::int64_t index) {
  const auto t = static_cast<double>(index);
  return std::tanh(std::sin(0.02 * t) + std::sin(std::numbers::pi * 0.01 * t));
}

}  // namespace

LanderWorld::LanderWorld(const LanderSettings& settings, std::uint64_t seed)
    : settings_(settings), rng_(seed), world_(vec(0, settings.gravity)) {
  world_.SetContactListener(this);
  make_terrain();
  make_hull();
  const double push_x = rng_.uniform(-kFirstPush, kFirstPush);
  const double push_y = rng_.uniform(-kFirstPush, kFirstPush);
  hull_->ApplyForceToCenter(vec(push_x, push_y), true);
  if (settings_.wind) {
    wind_index_ = rng_.integers(-9999, 9999);
    torque_index_ = rng_.integers(-9999, 9999);
  }
  make_leg(0, -1);
  make_leg(1, 1);
}

void LanderWorld::make_terrain() {
  std::array<double, kTerrainPoints + 1> height{};
  for (double& value : height) value = rng_.uniform(0, kHeight / 2);
  std::fill_n(height.begin() + 3, 5, kPadY);
  for (std::size_t i = 0; i < kTerrainPoints; ++i) {
    const double before = height[i == 0 ? kTerrainPoints : i - 1];  // The original wraps around.
    const double smooth = 0.33 * (before + height[i] + height[i + 1]);
    terrain_[i] = vec(kWidth / (kTerrainPoints - 1) * static_cast<double>(i), smooth);
  }

  b2BodyDef definition;
  b2Body* ground = world_.CreateBody(&definition);
  b2EdgeShape edge;
  b2FixtureDef fixture;
  fixture.shape = &edge;
  fixture.filter.categoryBits = kGroundCategory;
  edge.SetTwoSided({0, 0}, vec(kWidth, 0));
  ground->CreateFixture(&fixture);
  fixture.friction = 0.1F;
  for (std::size_t i = 0; i + 1 < kTerrainPoints; ++i) {
    edge.SetTwoSided(terrain_[i], terrain_[i + 1]);
    ground->CreateFixture(&fixture);
  }
}

void LanderWorld::make_hull() {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = vec(kWidth / 2, kHeight);
  definition.userData.pointer = kHullTag;
  hull_ = world_.CreateBody(&definition);
  const std::array<b2Vec2, 6> corners = {
      vec(-14 / kScale, 17 / kScale), vec(-17 / kScale, 0), vec(-17 / kScale, -10 / kScale),
      vec(17 / kScale, -10 / kScale), vec(17 / kScale, 0),  vec(14 / kScale, 17 / kScale)};
  b2PolygonShape shape;
  shape.Set(corners.data(), static_cast<int>(corners.size()));
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = 5;
  fixture.friction = 0.1F;
  fixture.filter.categoryBits = kHullCategory;
  fixture.filter.maskBits = kGroundCategory;
  hull_->CreateFixture(&fixture);
}

// A side of -1 is the right leg.
void LanderWorld::make_leg(std::size_t index, double side) {
  b2BodyDef definition;
  definition.type = b2_dynamicBody;
  definition.position = vec(kWidth / 2 - side * kLegAway, kHeight);
  definition.angle = static_cast<float>(side * kLegTilt);
  definition.userData.pointer = kLegTag + index;
  b2Body* leg = world_.CreateBody(&definition);
  b2PolygonShape shape;
  shape.SetAsBox(static_cast<float>(kLegHalfWidth), static_cast<float>(kLegHalfHeight));
  b2FixtureDef fixture;
  fixture.shape = &shape;
  fixture.density = 1;
  fixture.filter.categoryBits = kLegCategory;
  fixture.filter.maskBits = kGroundCategory;
  leg->CreateFixture(&fixture);

  b2RevoluteJointDef joint;
  joint.bodyA = hull_;
  joint.bodyB = leg;
  joint.localAnchorB = vec(side * kLegAway, LanderWorld::kLegDown);
  // Unless told otherwise, pybox2d takes the angle at which the bodies stand as the joint's zero.
  joint.referenceAngle = leg->GetAngle() - hull_->GetAngle();
  joint.enableMotor = true;
  joint.maxMotorTorque = static_cast<float>(kLegTorque);
  joint.motorSpeed = static_cast<float>(0.3 * side);
  joint.enableLimit = true;
  joint.lowerAngle = static_cast<float>(side < 0 ? 0.9 - 0.5 : -0.9);
  joint.upperAngle = static_cast<float>(side < 0 ? 0.9 : -0.9 + 0.5);
  legs_[index] = leg;
  joints_[index] = world_.CreateJoint(&joint);
}

void LanderWorld::BeginContact(b2Contact* contact) {
  for (const bool first : {true, false}) {
    const std::uintptr_t tag = tag_of(contact, first);
    if (tag == kHullTag) hull_touched_ = true;
    if (tag >= kLegTag) leg_stands_[tag - kLegTag] = true;
  }
}

// The original forgets a leg's contact as soon as one edge of the ground is left.
void LanderWorld::EndContact(b2Contact* contact) {
  for (const bool first : {true, false}) {
    const std::uintptr_t tag = tag_of(contact, first);
    if (tag >= kLegTag) leg_stands_[tag - kLegTag] = false;
  }
}

void LanderWorld::blow() {
  if (!settings_.wind || leg_stands_[0] || leg_stands_[1]) return;
  hull_->ApplyForceToCenter(vec(gust(wind_index_++) * settings_.wind_power, 0), true);
  hull_->ApplyTorque(static_cast<float>(gust(torque_index_++) * settings_.turbulence_power), true);
}

void LanderWorld::step(const LanderThrust& thrust) {
  blow();
  const auto angle = static_cast<double>(hull_->GetAngle());
  const Direction up{std::sin(angle), std::cos(angle)};
  Dispersion dispersion{};  // Drawn whether an engine fires or not.
  for (double& value : dispersion) value = rng_.uniform(-1, 1) / kScale;
  if (thrust.main > 0) fire_main(thrust.main, up, dispersion);
  if (thrust.side > 0) fire_side(thrust, up, dispersion);
  world_.Step(static_cast<float>(1 / kStepsPerSecond), 180, 60);
  thrust_ = thrust;
  ++steps_;
}

void LanderWorld::fire_main(double power, Direction up, const Dispersion& dispersion) {
  const double along = kMainEngineDown + 2 * dispersion[0];
  const double x = up.x * along - up.y * dispersion[1];
  const double y = -up.y * along - up.x * dispersion[1];
  const b2Vec2 at = hull_->GetPosition();
  hull_->ApplyLinearImpulse(vec(-x * kMainPower * power, -y * kMainPower * power),
                            vec(at.x + x, at.y + y), true);
}

// The engines' height enters with 17 across and 14 along, as in the original.
void LanderWorld::fire_side(const LanderThrust& thrust, Direction up,
                            const Dispersion& dispersion) {
  const double aside = 3 * dispersion[1] + thrust.toward * kSideEngineAway;
  const double x = up.x * dispersion[0] - up.y * aside;
  const double y = -up.y * dispersion[0] - up.x * aside;
  const b2Vec2 at = hull_->GetPosition();
  hull_->ApplyLinearImpulse(vec(-x * kSidePower * thrust.side, -y * kSidePower * thrust.side),
                            vec(at.x + x - up.x * 17 / kScale, at.y + y + up.y * kSideEngineHeight),
                            true);
}

}  // namespace saccade
