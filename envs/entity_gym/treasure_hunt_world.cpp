#include "envs/entity_gym/treasure_hunt_world.h"

#include <algorithm>

#include "envs/core/random.h"

namespace saccade {
namespace {

using Things = std::vector<TreasureWorld::Thing>;

Things::const_iterator thing_in(const Things& things, TreasureWorld::Cell cell) {
  return std::find_if(things.begin(), things.end(),
                      [cell](const TreasureWorld::Thing& thing) { return thing.cell == cell; });
}

}  // namespace

void TreasureWorld::reset(std::uint64_t seed) {
  Rng rng(seed);
  hunter_ = {};
  traps_.clear();
  treasures_.clear();
  trail_.clear();
  const auto coordinate = [&rng] {
    return static_cast<int>(rng.integers(-kPlaceReach, kPlaceReach + 1));
  };
  const auto is_empty = [this](Cell cell) {
    return cell != hunter_ && thing_in(traps_, cell) == traps_.end() &&
           thing_in(treasures_, cell) == treasures_.end();
  };
  for (int i = 0; i < settings_.traps + settings_.treasures; ++i) {
    Cell cell;
    do {
      cell.x = coordinate();
      cell.y = coordinate();
    } while (!is_empty(cell));
    (i < settings_.traps ? traps_ : treasures_).push_back({kHunterId + 1 + i, cell});
  }
}

bool TreasureWorld::move(Move move) {
  trail_.push_back(hunter_);
  switch (move) {
    case kUp:
      hunter_.y = std::min(hunter_.y + 1, kReach);
      break;
    case kDown:
      hunter_.y = std::max(hunter_.y - 1, -kReach);
      break;
    case kLeft:
      hunter_.x = std::max(hunter_.x - 1, -kReach);
      break;
    case kRight:
      hunter_.x = std::min(hunter_.x + 1, kReach);
      break;
  }
  const auto treasure = thing_in(treasures_, hunter_);
  if (treasure == treasures_.end()) return false;
  treasures_.erase(treasure);
  return true;
}

bool TreasureWorld::is_trapped() const {
  return thing_in(traps_, hunter_) != traps_.end();
}

}  // namespace saccade
