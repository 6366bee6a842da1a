// The rules of `treasure-hunt`: a grid with treasures and traps.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade {

struct TreasureSettings {
  int treasures = 5;
  int traps = 5;
};

/// A square of cells; the hunter begins in its middle.
class TreasureWorld {
 public:
  static constexpr int kReach = 10;      ///< Cells that the hunter can go from the middle.
  static constexpr int kPlaceReach = 5;  ///< Treasures and traps lie within so many of it.
  static constexpr EntityId kHunterId = 0;

  enum Move { kUp, kDown, kLeft, kRight };

  struct Cell {
    int x = 0;
    int y = 0;

    bool operator==(const Cell&) const = default;
  };

  /// A treasure or a trap.
  struct Thing {
    EntityId id = 0;
    Cell cell;
  };

  explicit TreasureWorld(const TreasureSettings& settings) : settings_(settings) {}

  /// Places everything at random, no two in the same cell.
  void reset(std::uint64_t seed);

  /// Goes to a neighbouring cell, or stays where the square ends, and takes what treasure lies
  /// there.  Says whether one did.
  bool move(Move move);

  bool is_trapped() const;

  Cell hunter() const { return hunter_; }
  const std::vector<Thing>& treasures() const { return treasures_; }  ///< That are left.
  const std::vector<Thing>& traps() const { return traps_; }
  /// Where the hunter has been, the start first, without where it is.
  const std::vector<Cell>& trail() const { return trail_; }
  int found() const { return settings_.treasures - static_cast<int>(treasures_.size()); }
  int total() const { return settings_.treasures; }

 private:
  TreasureSettings settings_;
  Cell hunter_;
  std::vector<Thing> treasures_, traps_;
  std::vector<Cell> trail_;
};

}  // namespace saccade
