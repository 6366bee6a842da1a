// The rules of `sorter`: numbered tiles on a ring, to be visited in ascending order.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

struct SorterSettings {
  int tiles_min = 8;
  int tiles_max = 8;
  bool real = false;  ///< Real numbers in [0, 1) instead of whole ones from 1 to `highest`.
  int highest = 99;
};

class SorterWorld {
 public:
  struct Tile {
    float number = 0;  ///< In [0, 1]; whole numbers are divided by the highest.
    bool visited = false;
  };

  explicit SorterWorld(const SorterSettings& settings) : settings_(settings) {}

  /// Draws how many tiles there are, and their numbers, no two of which are equal.
  void reset(std::uint64_t seed);

  /// Visits a tile if it is the next one, and says whether it was.
  bool pick(int tile);

  /// The tile to be visited next: the least number of those that were not; -1: there is none.
  int next() const;
  bool is_sorted() const { return path_.size() == tiles_.size(); }
  /// The number visited last, or 0 at the start.
  float last() const { return path_.empty() ? 0 : at(path_.back()).number; }
  int count() const { return static_cast<int>(tiles_.size()); }

  const std::vector<Tile>& tiles() const { return tiles_; }
  const std::vector<int>& path() const { return path_; }  ///< Tiles visited, the first one first.
  int mistake() const { return mistake_; }                ///< The wrong tile picked now, or -1.
  const SorterSettings& settings() const { return settings_; }

 private:
  const Tile& at(int tile) const { return tiles_[static_cast<std::size_t>(tile)]; }
  float random_number();
  bool is_taken(float number) const;

  SorterSettings settings_;
  Rng rng_;
  std::vector<Tile> tiles_;
  std::vector<int> path_;
  int mistake_ = -1;
};

}  // namespace saccade
