// A level of `box-world`: which key opens which box, and where everything lies.
#pragma once

#include <array>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

struct BoxWorldSettings {
  int solution_min = 1;
  int solution_max = 4;
  int distractors_min = 0;
  int distractors_max = 4;
  int distractor_length = 1;  ///< Boxes in a branch of distractors.
};

/// A cell, counted from the border's corner at the top left, which is (0, 0).
struct BoxCell {
  int column = 0;
  int row = 0;

  bool operator==(const BoxCell&) const = default;
};

/// A loose key, or a box: a content and, right of it, a lock.
struct BoxItem {
  static constexpr int kNone = 0;

  int lock = kNone;     ///< Number of the key that opens it; kNone: a loose key.
  int content = kNone;  ///< Number of the key in it; kNone: the gem.
  bool is_distractor = false;
  BoxCell place{};  ///< Of the content.
  bool is_locked = false;
  bool is_taken = false;

  bool is_gem() const { return content == kNone; }
  BoxCell lock_place() const { return {place.column + 1, place.row}; }
};

struct BoxLevel {
  static constexpr int kSize = 12;  ///< Cells of the room along a side, without its border.
  static constexpr int kKeys = 20;  ///< Keys, each of another colour.

  std::vector<BoxItem> items;  ///< Those of the solution first, the gem's box last of them.
  std::array<int, kKeys + 1> colour_of{};  ///< [key] in [0, kKeys).
  BoxCell agent{};

  /// Draws a level.
  static BoxLevel draw(const BoxWorldSettings& settings, Rng& rng);
};

}  // namespace saccade
