#include "envs/minefield/minefield_world.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

constexpr double kFullTurn = 16 * MinefieldWorld::kTurn;

double distance_between(MinefieldWorld::Point a, MinefieldWorld::Point b) {
  const double x = a.x - b.x, y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

}  // namespace

void MinefieldWorld::reset(std::uint64_t seed) {
  rng_.seed(seed);
  mines_.clear();
  next_id_ = kFirstMineId;
  trail_.clear();
  const Point start = random_point();
  vehicle_ = {start.x, start.y, rng_.uniform(0, kFullTurn)};
  do {
    target_ = random_point();
  } while (distance(target_) < kClearance);
  for (int mine = 0; mine < settings_.mines; ++mine) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const Point point = random_point();
      if (!is_clear(point)) continue;
      add_mine(point);
      break;
    }
  }
}

void MinefieldWorld::move(Move move) {
  if (move == kForward) {
    trail_.push_back({vehicle_.x, vehicle_.y});
    vehicle_.x += kStride * std::cos(vehicle_.angle);
    vehicle_.y += kStride * std::sin(vehicle_.angle);
    return;
  }
  vehicle_.angle += move == kLeft ? kTurn : -kTurn;
  if (vehicle_.angle >= kFullTurn) vehicle_.angle -= kFullTurn;
  if (vehicle_.angle < 0) vehicle_.angle += kFullTurn;
}

bool MinefieldWorld::put(EntityId id, Point place) {
  if (id == kVehicleId) {
    vehicle_.x = place.x;
    vehicle_.y = place.y;
    trail_.clear();
    return true;
  }
  if (id == kTargetId) {
    target_ = place;
    return true;
  }
  const auto found =
      std::find_if(mines_.begin(), mines_.end(), [id](const Mine& mine) { return mine.id == id; });
  if (found == mines_.end()) return false;
  *found = {place, id};
  return true;
}

EntityId MinefieldWorld::add_mine(Point place) {
  mines_.push_back({place, next_id_});
  return next_id_++;
}

bool MinefieldWorld::remove_mine(EntityId id) {
  return std::erase_if(mines_, [id](const Mine& mine) { return mine.id == id; }) > 0;
}

int MinefieldWorld::touched_mine() const {
  const auto found = std::find_if(mines_.begin(), mines_.end(),
                                  [this](const Mine& mine) { return distance(mine) < kRadius; });
  return found == mines_.end() ? -1 : static_cast<int>(found - mines_.begin());
}

MinefieldWorld::Point MinefieldWorld::random_point() {
  const double x = rng_.uniform(-half(), half());
  return {x, rng_.uniform(-half(), half())};
}

bool MinefieldWorld::is_clear(Point point) const {
  if (distance(point) < kClearance || distance_between(point, target_) < kClearance) return false;
  return std::all_of(mines_.begin(), mines_.end(), [point](const Mine& mine) {
    return distance_between(point, mine) >= kClearance;
  });
}

double MinefieldWorld::distance(Point point) const {
  return distance_between(point, {vehicle_.x, vehicle_.y});
}

}  // namespace saccade
