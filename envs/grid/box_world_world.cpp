#include "envs/grid/box_world_world.h"

namespace saccade {
namespace {

BoxCell neighbour(BoxCell cell, BoxWorldWorld::Move move) {
  switch (move) {
    case BoxWorldWorld::kNorth:
      return {cell.column, cell.row - 1};
    case BoxWorldWorld::kSouth:
      return {cell.column, cell.row + 1};
    case BoxWorldWorld::kWest:
      return {cell.column - 1, cell.row};
    default:
      return {cell.column + 1, cell.row};
  }
}

bool is_border(BoxCell cell) {
  const auto outside = [](int at) { return at < 1 || at > BoxLevel::kSize; };
  return outside(cell.column) || outside(cell.row);
}

}  // namespace

void BoxWorldWorld::reset(std::uint64_t seed) {
  rng_.seed(seed);
  level_ = BoxLevel::draw(settings_, rng_);
  held_ = -1;
}

BoxWorldWorld::Event BoxWorldWorld::move(Move move) {
  const BoxCell target = neighbour(level_.agent, move);
  if (is_border(target)) return Event::kNothing;
  for (int i = 0; i < static_cast<int>(level_.items.size()); ++i) {
    BoxItem& item = level_.items[static_cast<std::size_t>(i)];
    if (item.is_locked && item.lock_place() == target) return open(item);
    if (!item.is_taken && item.place == target) return take(i);
  }
  level_.agent = target;
  return Event::kNothing;
}

BoxWorldWorld::Event BoxWorldWorld::open(BoxItem& item) {
  if (held_ < 0 || level_.items[static_cast<std::size_t>(held_)].content != item.lock) {
    return Event::kNothing;
  }
  item.is_locked = false;
  held_ = -1;
  level_.agent = item.lock_place();
  return item.is_distractor ? Event::kOpenedDistractor : Event::kOpenedBox;
}

BoxWorldWorld::Event BoxWorldWorld::take(int index) {
  BoxItem& item = level_.items[static_cast<std::size_t>(index)];
  if (item.is_locked) return Event::kNothing;
  item.is_taken = true;
  level_.agent = item.place;
  if (item.is_gem()) return Event::kTookGem;
  held_ = index;
  return Event::kTookKey;
}

}  // namespace saccade
