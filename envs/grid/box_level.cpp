#include "envs/grid/box_level.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace saccade {
namespace {

constexpr int kMostRejections = 200;

/// The loose key, the boxes from the first lock to the gem, then the branches of distractors.
std::vector<BoxItem> draw_items(const BoxWorldSettings& settings, Rng& rng) {
  const auto number = [&rng](int low, int high) {  // Both included.
    return static_cast<int>(rng.integers(low, std::int64_t{high} + 1));
  };
  const int solution = number(settings.solution_min, settings.solution_max);
  const int branches = number(settings.distractors_min, settings.distractors_max);
  std::vector<BoxItem> items;
  for (int lock = 0; lock <= solution; ++lock) {
    items.push_back({.lock = lock, .content = lock < solution ? lock + 1 : BoxItem::kNone});
  }
  for (int branch = 0; branch < branches; ++branch) {
    int lock = number(1, solution);
    for (int box = 0; box < settings.distractor_length; ++box) {
      int content = lock;
      while (content == lock) content = number(solution + 1, BoxLevel::kKeys - 1);
      items.push_back({.lock = lock, .content = content, .is_distractor = true});
      lock = content;
    }
  }
  for (BoxItem& item : items) item.is_locked = item.lock != BoxItem::kNone;
  return items;
}

void draw_colours(std::array<int, BoxLevel::kKeys + 1>& colour_of, Rng& rng) {
  std::iota(colour_of.begin() + 1, colour_of.end(), 0);
  for (int key = BoxLevel::kKeys; key > 1; --key) {
    const auto other = static_cast<std::size_t>(rng.integers(1, std::int64_t{key} + 1));
    std::swap(colour_of[static_cast<std::size_t>(key)], colour_of[other]);
  }
}

/// Which cells are taken, the border among them.
class Floor {
 public:
  Floor() {
    for (int i = 0; i < kSide; ++i) {
      for (const BoxCell edge : {BoxCell{i, 0}, {i, kSide - 1}, {0, i}, {kSide - 1, i}}) fill(edge);
    }
  }

  void fill(BoxCell cell) { taken_[index(cell)] = true; }
  bool is_free(BoxCell cell) const { return !taken_[index(cell)]; }

  /// Whether a box has room, and a free cell on each side of it.
  bool has_room(BoxCell content) const {
    for (int column = content.column - 1; column <= content.column + 2; ++column) {
      for (int row = content.row - 1; row <= content.row + 1; ++row) {
        if (!is_free({column, row})) return false;
      }
    }
    return true;
  }

 private:
  static constexpr int kSide = BoxLevel::kSize + 2;

  static std::size_t index(BoxCell cell) {
    return static_cast<std::size_t>(cell.row * kSide + cell.column);
  }

  std::array<bool, std::size_t{kSide} * kSide> taken_{};
};

/// Places items and agent; false: too many places were rejected.
bool place_all(BoxLevel& level, Rng& rng) {
  Floor floor;
  int rejections = 0;
  const auto find = [&](int columns, const auto& fits) -> std::optional<BoxCell> {
    while (rejections <= kMostRejections) {
      const auto column = static_cast<int>(1 + rng.integers(0, columns));
      const auto row = static_cast<int>(1 + rng.integers(1, BoxLevel::kSize - 1));
      if (fits(BoxCell{column, row})) return BoxCell{column, row};
      ++rejections;
    }
    return std::nullopt;
  };
  for (BoxItem& item : level.items) {
    const auto place =
        find(BoxLevel::kSize - 3, [&floor](BoxCell cell) { return floor.has_room(cell); });
    if (!place) return false;
    item.place = *place;
    floor.fill(item.place);
    if (item.is_locked) floor.fill(item.lock_place());
  }
  const auto agent =
      find(BoxLevel::kSize - 1, [&floor](BoxCell cell) { return floor.is_free(cell); });
  if (agent) level.agent = *agent;
  return agent.has_value();
}

}  // namespace

BoxLevel BoxLevel::draw(const BoxWorldSettings& settings, Rng& rng) {
  BoxLevel level;
  do {
    level.items = draw_items(settings, rng);
    draw_colours(level.colour_of, rng);
  } while (!place_all(level, rng));
  return level;
}

}  // namespace saccade
