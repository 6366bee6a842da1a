// The trials of a sweep: which values are tried together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/sweep/sweep_file.h"

namespace saccade {

/// One choice of values, trained with every seed.
struct Trial {
  Variant variant{};                ///< Nameless without variants.
  std::vector<Setting> settings{};  ///< Of the keys that are varied.
};

/// Grid: every variant with every combination, the last key's values change fastest.  Random and
/// halving: `count` trials, each value drawn on its own; the first trials are the same for every
/// count.  Values of a logarithmic range have four digits.  One trial without settings when nothing
/// is varied.  Throws Error for a grid of more than kMostRuns.
std::vector<Trial> make_trials(const SweepConfig& sweep, int count);

/// Steps to which the trials of each rung train, the last of them `steps` (successive halving).
/// A rung has at least one step.
std::vector<std::int64_t> rung_steps(const HalvingConfig& halving, std::int64_t steps);

/// Environment steps that successive halving trains with one seed, beginning with `trials`.
std::int64_t halving_steps(const HalvingConfig& halving, std::size_t trials, std::int64_t steps);

/// Which of the trials go on to the next rung: of those with the best scores one in `reduction`,
/// at least one; in rising order.  `scores` has one of each trial that is left; NaN is worse than
/// any number.  The earlier of two with equal scores is the better one.
std::vector<std::size_t> survivors(const std::vector<std::size_t>& trials,
                                   const std::vector<double>& scores, int reduction);

/// "near, policy.encoder=attention, optimiser.learning_rate=0.001"; "" of one without settings.
std::string describe_trial(const Trial& trial);

}  // namespace saccade
