// The rules of `box-world`: keys open boxes that hold keys, the last of which holds the gem.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/grid/box_level.h"

namespace saccade {

class BoxWorldWorld {
 public:
  enum Move { kNorth, kSouth, kWest, kEast };
  /// What a move did.
  enum class Event { kNothing, kTookKey, kOpenedBox, kOpenedDistractor, kTookGem };

  explicit BoxWorldWorld(const BoxWorldSettings& settings) : settings_(settings) {}

  void reset(std::uint64_t seed);
  Event move(Move move);

  const BoxLevel& level() const { return level_; }
  BoxCell agent() const { return level_.agent; }
  int held() const { return held_; }  ///< Index of the item whose key is held, or -1.
  /// [0, kKeys) of a key's number.
  int colour(int key) const { return level_.colour_of[static_cast<std::size_t>(key)]; }

 private:
  Event open(BoxItem& item);
  Event take(int index);

  BoxWorldSettings settings_;
  Rng rng_;
  BoxLevel level_;
  int held_ = -1;
};

}  // namespace saccade
