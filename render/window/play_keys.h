// The keys with which a person plays.
#pragma once

#include <array>
#include <cstddef>

#include "render/frame/frame.h"

namespace saccade::render {

enum class PlayKey { kLeft, kRight, kUp, kDown, kSpace, kDigit0, kDigit9 = kDigit0 + 9 };

/// Remembers which keys are down.  A key that was tapped between two decisions counts for the
/// second.
class PlayKeys {
 public:
  void press(PlayKey key) { down_[index(key)] = tapped_[index(key)] = true; }
  void release(PlayKey key) { down_[index(key)] = false; }
  void release_all() { down_.fill(false); }
  /// What is held or was tapped since the last call.
  HeldKeys take();

 private:
  static constexpr std::size_t kCount = static_cast<std::size_t>(PlayKey::kDigit9) + 1;
  static std::size_t index(PlayKey key) { return static_cast<std::size_t>(key); }
  bool held(PlayKey key) const { return down_[index(key)] || tapped_[index(key)]; }

  std::array<bool, kCount> down_{};
  std::array<bool, kCount> tapped_{};
};

}  // namespace saccade::render
