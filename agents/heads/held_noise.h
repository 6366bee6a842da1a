// What the actions of a sample are drawn with: a stream of random numbers and, of a policy whose
// exploration lasts, the numbers that an agent holds from step to step.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

/// Standard normal numbers that one agent holds for some steps.  They follow from a seed, so that
/// seed and age are all there is to save.
class HeldNoise {
 public:
  /// Holds nothing, as at the start of an episode.
  HeldNoise() = default;
  /// Goes on from what was saved: the seed of the numbers and the steps taken with them.
  HeldNoise(std::uint64_t seed, std::uint64_t age) : seed_(seed), age_(age) {}

  /// Holds nothing any more.
  void forget() { age_ = 0; }

  /// Before a step: draws a new seed where nothing is held or the numbers have held for `every`
  /// steps (0: they hold until they are forgotten).  Then there are `count` numbers.
  void advance(Rng& rng, std::uint64_t every, std::size_t count);

  std::span<const float> numbers() const { return numbers_; }
  std::uint64_t seed() const { return seed_; }
  std::uint64_t age() const { return age_; }

 private:
  std::uint64_t seed_ = 0;
  std::uint64_t age_ = 0;       // Steps taken with the numbers; 0: nothing is held.
  std::vector<float> numbers_;  // Of the seed, or none yet.
};

/// What the action of one sample is drawn with.
struct ActionDraw {
  Rng* rng = nullptr;         ///< Null: nothing is drawn, the action is the mode.
  HeldNoise* held = nullptr;  ///< Of the sample's agent; null where the policy holds no noise.
};

}  // namespace saccade
