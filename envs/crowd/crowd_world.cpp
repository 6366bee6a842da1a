#include "envs/crowd/crowd_world.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace saccade {
namespace {

constexpr double kMargin = 0.01;  // m that ORCA adds to a radius.

double length_of(CrowdPoint v) {
  return std::sqrt(v.x * v.x + v.y * v.y);
}

CrowdPoint between(CrowdPoint from, CrowdPoint to) {
  return {to.x - from.x, to.y - from.y};
}

OrcaVector rounded(CrowdPoint p) {
  return {static_cast<float>(p.x), static_cast<float>(p.y)};
}

OrcaDisc disc_of(const Person& person, double margin) {
  return {rounded(person.place), rounded(person.velocity),
          static_cast<float>(person.radius + margin)};
}

/// To the goal at 1 m/s, and slower within the last metre.
CrowdPoint preferred_velocity(const Person& person) {
  const CrowdPoint way = between(person.place, person.goal);
  const double distance = length_of(way);
  if (distance <= 1) return way;
  return {way.x / distance, way.y / distance};
}

/// From 0 to the nearest point of the line from `from` to `to`.
double distance_to_segment(CrowdPoint from, CrowdPoint to) {
  const CrowdPoint along = between(from, to);
  const double squared = along.x * along.x + along.y * along.y;
  if (squared == 0) return length_of(from);
  const double t = std::clamp(-(from.x * along.x + from.y * along.y) / squared, 0.0, 1.0);
  return length_of({from.x + t * along.x, from.y + t * along.y});
}

void advance(Person& person, CrowdPoint velocity) {
  person.velocity = velocity;
  person.place.x += velocity.x * CrowdWorld::kTimeStep;
  person.place.y += velocity.y * CrowdWorld::kTimeStep;
}

}  // namespace

void CrowdWorld::reset(std::uint64_t seed) {
  robot_ = robot_at_start(settings_);
  people_ = people_at_start(settings_, robot_, seed);
  next_id_ = kFirstPersonId;
  for (Person& person : people_) person.id = next_id_++;
  trail_.clear();
  gap_ = std::numeric_limits<double>::infinity();
  nearest_ = -1;
  steps_ = 0;
}

CrowdWorld::Event CrowdWorld::move(double velocity_x, double velocity_y) {
  choose_velocities();
  measure_gap(velocity_x, velocity_y);
  trail_.push_back(robot_.place);
  for (const Person& person : people_) trail_.push_back(person.place);
  advance(robot_, {velocity_x, velocity_y});
  for (std::size_t i = 0; i < people_.size(); ++i) advance(people_[i], chosen_[i]);
  if (++steps_ >= max_steps()) return kTimeout;
  if (gap_ < 0) return kCollision;
  return distance_to_goal() < kGoalDistance ? kArrival : kNothing;
}

bool CrowdWorld::put(EntityId id, CrowdPoint place) {
  const std::size_t index = index_of(id);
  const bool is_robot = id == kCrowdRobotId;
  if (!is_robot && index == people_.size()) return false;
  (is_robot ? robot_ : people_[index]).place = place;
  const std::size_t all = people_.size() + 1;
  for (std::size_t i = is_robot ? 0 : index + 1; i < trail_.size(); i += all) trail_[i] = place;
  return true;
}

EntityId CrowdWorld::add_person(CrowdPoint place) {
  const std::size_t all = people_.size() + 1;
  std::vector<CrowdPoint> trail;
  for (std::size_t i = 0; i < trail_.size(); ++i) {
    trail.push_back(trail_[i]);
    if (i % all == all - 1) trail.push_back(place);
  }
  trail_ = std::move(trail);
  people_.push_back({.place = place, .goal = {-place.x, -place.y}, .id = next_id_});
  return next_id_++;
}

bool CrowdWorld::remove_person(EntityId id) {
  const std::size_t index = index_of(id), all = people_.size() + 1;
  if (index == people_.size()) return false;
  std::vector<CrowdPoint> trail;
  for (std::size_t i = 0; i < trail_.size(); ++i) {
    if (i % all != index + 1) trail.push_back(trail_[i]);
  }
  trail_ = std::move(trail);
  people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(index));
  nearest_ = -1;
  return true;
}

std::size_t CrowdWorld::index_of(EntityId id) const {
  const auto found = std::find_if(people_.begin(), people_.end(),
                                  [id](const Person& person) { return person.id == id; });
  return static_cast<std::size_t>(found - people_.begin());
}

CrowdPoint CrowdWorld::orca_velocity(double margin) {
  fill_discs(margin);
  const OrcaVector v = orca_.velocity(discs_, people_.size(), rounded(preferred_velocity(robot_)),
                                      static_cast<float>(robot_.preferred_speed));
  return {static_cast<double>(v.x), static_cast<double>(v.y)};
}

// The first step that begins in the last second is the last.
int CrowdWorld::max_steps() const {
  return static_cast<int>(std::ceil((settings_.time_limit - 1) / kTimeStep)) + 1;
}

double CrowdWorld::distance_to_goal() const {
  return length_of(between(robot_.place, robot_.goal));
}

void CrowdWorld::fill_discs(double margin) {
  discs_.clear();
  for (const Person& person : people_) discs_.push_back(disc_of(person, kMargin + margin));
  discs_.push_back(disc_of(robot_, kMargin + margin));
}

// All at once, from where all are now.
void CrowdWorld::choose_velocities() {
  fill_discs(0);
  const std::size_t seen = people_.size() + (settings_.visible ? 1 : 0);
  chosen_.clear();
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const OrcaVector v =
        orca_.velocity({discs_.data(), seen}, i, rounded(preferred_velocity(people_[i])),
                       static_cast<float>(people_[i].preferred_speed));
    chosen_.push_back({static_cast<double>(v.x), static_cast<double>(v.y)});
  }
}

// As in CrowdNav, people are taken to keep the velocity of the last step.
void CrowdWorld::measure_gap(double velocity_x, double velocity_y) {
  gap_ = std::numeric_limits<double>::infinity();
  nearest_ = -1;
  for (std::size_t i = 0; i < people_.size() && gap_ >= 0; ++i) {
    const Person& person = people_[i];
    const CrowdPoint now = between(robot_.place, person.place);
    const CrowdPoint later{now.x + (person.velocity.x - velocity_x) * kTimeStep,
                           now.y + (person.velocity.y - velocity_y) * kTimeStep};
    const double gap = distance_to_segment(now, later) - person.radius - robot_.radius;
    if (gap >= gap_) continue;
    gap_ = gap;
    nearest_ = static_cast<int>(i);
  }
}

}  // namespace saccade
