// Numbers that an environment is asked to fill, with a margin on both sides that shows when it
// wrote more than it was given, and marks that show when it wrote less.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "envs/core/error.h"

namespace saccade {

class GuardedNumbers {
 public:
  GuardedNumbers() : GuardedNumbers(0) {}
  explicit GuardedNumbers(std::size_t count)
      : all_(count + 2 * kMargin, std::bit_cast<float>(kUnwritten)) {}

  /// Forgets what was written.
  void reset() {
    const std::span<float> numbers = span();
    std::fill(numbers.begin(), numbers.end(), std::bit_cast<float>(kUnwritten));
  }

  /// [count] what is to be filled.
  std::span<float> span() { return std::span(all_).subspan(kMargin, size()); }
  std::span<const float> span() const { return std::span(all_).subspan(kMargin, size()); }
  std::size_t size() const { return all_.size() - 2 * kMargin; }

  /// Throws Error (kind kFailure) unless exactly the numbers of `span` were written since the
  /// reset.  `thing` is what a message calls them: "rewards".
  void check(const char* thing) const {
    const std::span<const float> all(all_);
    const std::size_t before = written(all.first(kMargin));
    const std::size_t behind = written(all.last(kMargin));
    const std::size_t inside = written(span());
    if (before == 0 && behind == 0 && inside == size()) return;
    std::string found = std::to_string(inside + before + behind) + " written";
    if (before > 0) found += ", " + std::to_string(before) + " of them before the first";
    throw Error(std::string(thing) + ": found " + found + ", wanted " + std::to_string(size()),
                Error::Kind::kFailure);
  }

 private:
  // Writes beyond the margin are for the address sanitizer to find.
  static constexpr std::size_t kMargin = 8;
  static constexpr std::uint32_t kUnwritten = 0x7fc5acca;  // A NaN that no calculation gives.

  static std::size_t written(std::span<const float> numbers) {
    std::size_t count = 0;
    for (const float number : numbers) {
      count += std::bit_cast<std::uint32_t>(number) != kUnwritten ? 1U : 0U;
    }
    return count;
  }

  std::vector<float> all_;  // Margin, numbers, margin.
};

}  // namespace saccade
