// A Box2D program of its own, without Saccade, in which an exported policy drives: the rules of
// Saccade's environment minefield, played with bodies and contacts of Box2D.
//
//   g++ -std=c++17 -O2 main.cpp -lbox2d -o mines && ./mines [EPISODES] [MINES]
//
// minefield_policy.h was made by
//   saccade train minefield --steps 2000000 --set policy.width=24 --set policy.mlp_ratio=1
//   saccade export runs/minefield-1 --header minefield_policy.h --no-value
#include <box2d/box2d.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "minefield_policy.h"

namespace {

constexpr float kPi = 3.14159265F;
constexpr float kUnit = 0.1F;         // Metres of Box2D to a unit of the environment.
constexpr float kHalf = 100 * kUnit;  // Of the square's side.
constexpr float kRadius = 5 * kUnit;  // What is nearer is touched.
constexpr float kClearance = 15 * kUnit;
constexpr float kStride = 3 * kUnit;  // In a step forward.
constexpr float kTurn = kPi / 8;      // In a step left or right.
constexpr float kStep = 1.0F / 20;    // Seconds.
constexpr int kMostSteps = 200;

enum class Outcome { kReached, kMine, kTimeout };

/// A vehicle that counts as a point, a target and mines, which are circles that sense it.
class Field {
 public:
  Field(unsigned seed, int mines) : random_(seed) {
    vehicle_ = add_vehicle();
    targets_.push_back(add_circle());
    for (int i = 0; i < mines; ++i) mines_.push_back(add_circle());
  }

  void move(minefield::Move move) {
    const float direction = vehicle_->GetAngle();
    const float speed = move == minefield::Move::kForward ? kStride / kStep : 0;
    const float turn = move == minefield::Move::kLeft ? 1.0F : -1.0F;
    vehicle_->SetLinearVelocity({speed * std::cos(direction), speed * std::sin(direction)});
    vehicle_->SetAngularVelocity(move == minefield::Move::kForward ? 0 : turn * kTurn / kStep);
    world_.Step(kStep, 8, 3);
  }

  bool touches_target() const { return touches(targets_); }
  bool touches_mine() const { return touches(mines_); }

  /// What the agent sees.  `mines` keeps what it points to.
  minefield::Observation observe(std::vector<minefield::Mine>& mines) const {
    minefield::Observation seen;
    place(*vehicle_, seen.self);
    seen.self.cos_heading = std::cos(vehicle_->GetAngle());
    seen.self.sin_heading = std::sin(vehicle_->GetAngle());
    place(*targets_[0], seen.target);
    mines.resize(mines_.size());
    for (std::size_t i = 0; i < mines.size(); ++i) place(*mines_[i], mines[i]);
    seen.mine = {mines.data(), mines.size()};
    return seen;
  }

 private:
  b2Body* add_vehicle() {
    b2BodyDef body;
    body.type = b2_dynamicBody;
    body.position = random_place();
    body.angle = std::uniform_real_distribution<float>(0, 2 * kPi)(random_);
    b2Body* const vehicle = world_.CreateBody(&body);
    b2CircleShape point;
    point.m_radius = 0.01F;
    vehicle->CreateFixture(&point, 1);
    return vehicle;
  }

  b2Body* add_circle() {
    b2BodyDef body;
    body.position = clear_place();
    b2Body* const circle = world_.CreateBody(&body);
    b2CircleShape shape;
    shape.m_radius = kRadius;
    b2FixtureDef fixture;
    fixture.shape = &shape;
    fixture.isSensor = true;
    circle->CreateFixture(&fixture);
    return circle;
  }

  b2Vec2 random_place() {
    std::uniform_real_distribution<float> along(-kHalf, kHalf);
    const float x = along(random_);
    return {x, along(random_)};
  }

  /// Far from everything; anywhere if no such place is found.
  b2Vec2 clear_place() {
    for (int attempt = 0; attempt < 100; ++attempt) {
      const b2Vec2 place = random_place();
      bool clear = true;
      for (const b2Body* body = world_.GetBodyList(); body != nullptr; body = body->GetNext()) {
        clear = clear && b2Distance(place, body->GetPosition()) >= kClearance;
      }
      if (clear) return place;
    }
    return random_place();
  }

  /// Coordinates over half of the square's side, and the place in the environment's units.
  template <class Entity>
  static void place(const b2Body& body, Entity& entity) {
    const b2Vec2 at = body.GetPosition();
    entity.x = at.x / kHalf;
    entity.y = at.y / kHalf;
    entity.position = minefield::Vector(at.x / kUnit, at.y / kUnit);
  }

  bool touches(const std::vector<b2Body*>& circles) const {
    for (const b2Body* circle : circles) {
      if (circle->GetFixtureList()->TestPoint(vehicle_->GetPosition())) return true;
    }
    return false;
  }

  std::mt19937 random_;
  b2World world_{b2Vec2(0, 0)};
  b2Body* vehicle_ = nullptr;
  std::vector<b2Body*> targets_, mines_;
};

template <class Driver>
Outcome play(Field& field, Driver& driver) {
  std::vector<minefield::Mine> mines;
  minefield::Decision decision;
  driver.reset();
  for (int step = 0; step < kMostSteps; ++step) {
    const minefield::Observation seen = field.observe(mines);
    if (driver.decide(seen, decision) != minefield::Status::kOk) {
      std::fprintf(stderr, "error: found %zu mines, more than the policy has room for\n",
                   mines.size());
      std::exit(1);
    }
    field.move(decision.move);
    if (field.touches_target()) return Outcome::kReached;
    if (field.touches_mine()) return Outcome::kMine;
  }
  return Outcome::kTimeout;
}

}  // namespace

int main(int count, char** arguments) {
  const int episodes = count > 1 ? std::atoi(arguments[1]) : 200;
  const int mines = count > 2 ? std::atoi(arguments[2]) : 10;
  const auto driver = std::make_unique<minefield::Policy<256>>();
  int outcomes[3] = {};
  for (int episode = 0; episode < episodes; ++episode) {
    Field field(static_cast<unsigned>(episode), mines);
    ++outcomes[static_cast<int>(play(field, *driver))];
  }
  std::printf("%d episodes among %d mines: target %d, mine %d, timeout %d\n", episodes, mines,
              outcomes[0], outcomes[1], outcomes[2]);
}
