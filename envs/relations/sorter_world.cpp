#include "envs/relations/sorter_world.h"

#include <algorithm>

namespace saccade {

void SorterWorld::reset(std::uint64_t seed) {
  rng_.seed(seed);
  tiles_.clear();
  path_.clear();
  mistake_ = -1;
  const std::int64_t count = rng_.integers(settings_.tiles_min, settings_.tiles_max + 1);
  while (static_cast<std::int64_t>(tiles_.size()) < count) {
    const float number = random_number();
    if (!is_taken(number)) tiles_.push_back({.number = number});
  }
}

bool SorterWorld::pick(int tile) {
  const bool right = tile == next();
  mistake_ = right ? -1 : tile;
  if (right) {
    tiles_[static_cast<std::size_t>(tile)].visited = true;
    path_.push_back(tile);
  }
  return right;
}

int SorterWorld::next() const {
  int best = -1;
  for (int tile = 0; tile < count(); ++tile) {
    if (!at(tile).visited && (best < 0 || at(tile).number < at(best).number)) best = tile;
  }
  return best;
}

float SorterWorld::random_number() {
  if (settings_.real) return static_cast<float>(rng_.uniform());
  const std::int64_t number = rng_.integers(1, settings_.highest + 1);
  return static_cast<float>(number) / static_cast<float>(settings_.highest);
}

bool SorterWorld::is_taken(float number) const {
  return std::any_of(tiles_.begin(), tiles_.end(),
                     [number](const Tile& tile) { return tile.number == number; });
}

}  // namespace saccade
