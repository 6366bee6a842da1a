#include "envs/forage/forage_world.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "envs/forage/forage_bodies.h"

namespace saccade {
namespace {

constexpr int kSubSteps = 4;  // Of 1/40 s per decision.
constexpr float kTimeStep = 1.0F / 40;
constexpr int kVelocityIterations = 4;
constexpr int kPositionIterations = 2;

constexpr float kAgentDamping = 2;  // 1/s: it gets going, and stops, in half a second.
constexpr float kHunterDamping = 3;

constexpr float kWanderSpeed = 1.6F;
constexpr float kChaseSpeed = 3.5F;
constexpr float kSightOfHunters = 5;   // m
constexpr float kStrikeReach = 0.05F;  // m, beyond touching.
constexpr float kKnockBack = 7;        // m/s
constexpr int kDazeDecisions = 30;

constexpr float kLargestCrate = 1.1F;  // Half of a side, m.
constexpr float kSmallestCrate = 0.7F;
constexpr float kDiagonal = std::numbers::sqrt2_v<float>;  // Of half a side, to a corner.
constexpr float kHunterRadius = 0.55F;
constexpr float kAddedMorsel = 0.425F;  // Radius of one that an edit adds, m.
constexpr float kSolidShare = 0.3F;     // Of the floor that crates and hunters may cover.

float draw(Rng& rng, float low, float high) {
  return static_cast<float>(rng.uniform(static_cast<double>(low), static_cast<double>(high)));
}

// In a crowded arena crates and hunters are smaller, so that they always fit.
float solid_scale(float arena, int crates, int hunters) {
  const float wanted = 4 * (static_cast<float>(crates) * kLargestCrate * kLargestCrate +
                            static_cast<float>(hunters) * kHunterRadius * kHunterRadius);
  const float offered = kSolidShare * arena * arena;
  return wanted > offered ? std::sqrt(offered / wanted) : 1;
}

/// Null if there is none of this id.
template <class Thing>
Thing* find(std::vector<Thing>& things, EntityId id) {
  const auto found = std::find_if(things.begin(), things.end(),
                                  [id](const Thing& thing) { return thing.id == id; });
  return found == things.end() ? nullptr : &*found;
}

}  // namespace

ForageWorld::ForageWorld(const ForageSettings& settings, std::uint64_t seed)
    : rng_(seed), half_(settings.arena / 2), world_(b2Vec2_zero) {
  // Nothing moves far enough in 1/40 s to pass through a wall of a metre.
  world_.SetContinuousPhysics(false);
  add_forage_walls(half_, world_);
  const b2Vec2 start{draw(rng_, -half_ / 2, half_ / 2), draw(rng_, -half_ / 2, half_ / 2)};
  agent_ = add_forage_disc(start, kAgentRadius, kAgentDamping, world_);
  heading_ = draw(rng_, -std::numbers::pi_v<float>, std::numbers::pi_v<float>);
  trail_.fill(start);
  const int crates = draw_count(rng_, settings.crates);
  const int hunters = draw_count(rng_, settings.hunters);
  scale_ = solid_scale(settings.arena, crates, hunters);
  for (int i = 0; i < crates; ++i) add_crate();
  for (int i = 0; i < hunters; ++i) add_hunter();
  for (int i = draw_count(rng_, settings.food); i > 0; --i) food_.push_back(make_morsel());
  for (int i = draw_count(rng_, settings.poison); i > 0; --i) poison_.push_back(make_morsel());
}

void ForageWorld::add_crate() {
  const float half = scale_ * draw(rng_, kSmallestCrate, kLargestCrate);
  const b2Vec2 at = free_spot({half * kDiagonal, kAgentRadius + 0.5F});
  const float angle = draw(rng_, 0, std::numbers::pi_v<float> / 2);
  crates_.push_back({next_id_++, add_forage_box(at, angle, half, world_), half});
}

void ForageWorld::add_hunter() {
  const float radius = scale_ * kHunterRadius;
  const b2Vec2 at = free_spot({radius, kSightOfHunters});
  b2Body* body = add_forage_disc(at, radius, kHunterDamping, world_);
  const float heading = draw(rng_, -std::numbers::pi_v<float>, std::numbers::pi_v<float>);
  hunters_.push_back({next_id_++, body, radius, heading, 0, false});
}

ForageWorld::Morsel ForageWorld::make_morsel() {
  const float radius = draw(rng_, 0.35F, 0.5F);
  return {next_id_++, free_spot({radius, 2}), radius, false};
}

// The first spot that is free, or the best of a few dozen when the arena is crowded.
b2Vec2 ForageWorld::free_spot(Spot spot) {
  constexpr int kTries = 30;
  const float reach = half_ - spot.radius - 0.2F;
  b2Vec2 best = b2Vec2_zero;
  float most = -std::numeric_limits<float>::infinity();
  for (int i = 0; i < kTries && most < 0; ++i) {
    const b2Vec2 candidate{draw(rng_, -reach, reach), draw(rng_, -reach, reach)};
    const float clear = clearance(candidate, spot);
    if (clear <= most) continue;
    best = candidate;
    most = clear;
  }
  return best;
}

// The room that is left around a spot, m; negative when something stands too near.
float ForageWorld::clearance(b2Vec2 position, Spot spot) const {
  float least = b2Distance(position, agent_->GetPosition()) - spot.radius - spot.agent_clearance;
  const auto consider = [&](b2Vec2 other, float radius) {
    least = std::min(least, b2Distance(position, other) - spot.radius - radius - 0.1F);
  };
  for (const Crate& crate : crates_) {
    consider(crate.body->GetPosition(), crate.half * kDiagonal);
  }
  for (const Hunter& hunter : hunters_) consider(hunter.body->GetPosition(), hunter.radius);
  for (const Morsel& morsel : food_) consider(morsel.position, morsel.radius);
  for (const Morsel& morsel : poison_) consider(morsel.position, morsel.radius);
  return least;
}

bool ForageWorld::put(EntityId id, b2Vec2 place) {
  if (id == kAgentId) {
    place_body(*agent_, place, kAgentRadius);
    trail_.fill(agent_->GetPosition());
    return true;
  }
  for (auto* morsels : {&food_, &poison_}) {
    if (Morsel* morsel = find(*morsels, id)) {
      morsel->position = inside(place, morsel->radius);
      return true;
    }
  }
  if (const Hunter* hunter = find(hunters_, id)) {
    place_body(*hunter->body, place, hunter->radius);
    return true;
  }
  const Crate* crate = find(crates_, id);
  if (crate) place_body(*crate->body, place, crate->half * kDiagonal);
  return crate != nullptr;
}

bool ForageWorld::remove(EntityId id) {
  const auto has_id = [id](const auto& one) { return one.id == id; };
  if (const Hunter* hunter = find(hunters_, id)) world_.DestroyBody(hunter->body);
  if (const Crate* crate = find(crates_, id)) world_.DestroyBody(crate->body);
  return std::erase_if(food_, has_id) + std::erase_if(poison_, has_id) +
             std::erase_if(hunters_, has_id) + std::erase_if(crates_, has_id) >
         0;
}

EntityId ForageWorld::add_morsel(bool is_food, b2Vec2 place) {
  (is_food ? food_ : poison_)
      .push_back({next_id_, inside(place, kAddedMorsel), kAddedMorsel, false});
  return next_id_++;
}

EntityId ForageWorld::add_hunter(b2Vec2 place) {
  const float radius = scale_ * kHunterRadius;
  const b2Vec2 at = inside(place, radius), toward = agent_->GetPosition() - at;
  b2Body* body = add_forage_disc(at, radius, kHunterDamping, world_);
  hunters_.push_back({next_id_, body, radius, std::atan2(toward.y, toward.x), 0, false});
  return next_id_++;
}

EntityId ForageWorld::add_crate(b2Vec2 place) {
  const float half = scale_ * (kSmallestCrate + kLargestCrate) / 2;
  const b2Vec2 at = inside(place, half * kDiagonal);
  crates_.push_back({next_id_, add_forage_box(at, 0, half, world_), half});
  return next_id_++;
}

b2Vec2 ForageWorld::inside(b2Vec2 place, float radius) const {
  const b2Vec2 reach{half_ - radius, half_ - radius};
  return b2Clamp(place, -reach, reach);
}

void ForageWorld::place_body(b2Body& body, b2Vec2 place, float radius) const {
  body.SetTransform(inside(place, radius), body.GetAngle());
  body.SetAwake(true);
}

ForageTally ForageWorld::step(b2Vec2 push) {
  const float length = push.Length();
  if (length > 1) push *= 1 / length;
  if (length > 0.05F) heading_ = std::atan2(push.y, push.x);
  age_events();
  for (Hunter& hunter : hunters_) steer(hunter);
  ForageTally tally;
  for (int i = 0; i < kSubSteps; ++i) {
    agent_->ApplyForceToCenter(agent_->GetMass() * kAgentSpeed * kAgentDamping * push, true);
    for (const Hunter& hunter : hunters_) drive(hunter);
    world_.Step(kTimeStep, kVelocityIterations, kPositionIterations);
    eat(food_, tally.food, 1);
    eat(poison_, tally.poison, -1);
    strike(tally);
  }
  grow_back();
  total_.food += tally.food;
  total_.poison += tally.poison;
  total_.contacts += tally.contacts;
  return tally;
}

void ForageWorld::steer(Hunter& hunter) {
  if (hunter.dazed > 0) --hunter.dazed;
  const b2Vec2 position = hunter.body->GetPosition();
  const b2Vec2 toward = agent_->GetPosition() - position;
  hunter.chasing = hunter.dazed == 0 && toward.Length() < kSightOfHunters &&
                   !hidden(position, agent_->GetPosition(), kAgentRadius);
  if (hunter.chasing) {
    hunter.heading = std::atan2(toward.y, toward.x);
    return;
  }
  hunter.heading += draw(rng_, -0.4F, 0.4F);
  const b2Vec2 ahead = position + 1.5F * direction(hunter.heading);
  if (std::max(std::abs(ahead.x), std::abs(ahead.y)) > half_) {
    hunter.heading = std::atan2(-position.y, -position.x);
  }
}

void ForageWorld::drive(const Hunter& hunter) const {
  if (hunter.dazed > 0) return;
  const float speed = hunter.chasing ? kChaseSpeed : kWanderSpeed;
  const float force = hunter.body->GetMass() * speed * kHunterDamping;
  hunter.body->ApplyForceToCenter(force * direction(hunter.heading), true);
}

void ForageWorld::eat(std::vector<Morsel>& morsels, int& eaten, int reward) {
  const b2Vec2 mouth = agent_->GetPosition();
  for (Morsel& morsel : morsels) {
    const float reach = kAgentRadius + morsel.radius;
    if (morsel.eaten || b2DistanceSquared(mouth, morsel.position) > reach * reach) continue;
    morsel.eaten = true;
    ++eaten;
    remember(morsel.position, reward);
  }
}

void ForageWorld::strike(ForageTally& tally) {
  for (Hunter& hunter : hunters_) {
    if (hunter.dazed > 0) continue;
    b2Vec2 apart = agent_->GetPosition() - hunter.body->GetPosition();
    const float distance = apart.Normalize();
    if (distance > kAgentRadius + hunter.radius + kStrikeReach) continue;
    agent_->ApplyLinearImpulseToCenter(agent_->GetMass() * kKnockBack / 2 * apart, true);
    hunter.body->ApplyLinearImpulseToCenter(-hunter.body->GetMass() * kKnockBack * apart, true);
    hunter.dazed = kDazeDecisions;
    hunter.chasing = false;
    ++tally.contacts;
    remember(agent_->GetPosition(), -3);
  }
}

void ForageWorld::grow_back() {
  for (auto* morsels : {&food_, &poison_}) {
    for (Morsel& morsel : *morsels) {
      if (morsel.eaten) morsel = make_morsel();
    }
  }
}

bool ForageWorld::hidden(b2Vec2 eye, b2Vec2 center, float radius, const b2Body* except) const {
  b2Vec2 sight = center - eye;
  const float distance = sight.Normalize();
  const b2Vec2 edge = radius * b2Vec2{-sight.y, sight.x};
  for (const Crate& crate : crates_) {
    if (crate.body == except) continue;
    const b2Vec2 offset = crate.body->GetPosition() - eye;
    const float corner = crate.half * kDiagonal;
    const float along = b2Dot(offset, sight);
    if (along < -corner || along > distance + corner) continue;
    if (std::abs(b2Cross(offset, sight)) > corner) continue;
    // A crate is convex: when it cuts both edges of the view, it cuts every ray between them.
    const auto cuts = [&](b2Vec2 to) { return box_cuts(*crate.body, crate.half, eye, to); };
    if (cuts(center + edge) && cuts(center - edge)) return true;
  }
  return false;
}

void ForageWorld::remember(b2Vec2 position, int reward) {
  events_[next_event_] = {position, reward, 0};
  next_event_ = (next_event_ + 1) % events_.size();
}

void ForageWorld::age_events() {
  std::copy_backward(trail_.begin(), trail_.end() - 1, trail_.end());
  trail_[0] = agent_->GetPosition();
  for (Event& event : events_) ++event.age;
}

}  // namespace saccade
