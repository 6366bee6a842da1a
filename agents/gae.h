// Generalised advantage estimation (Schulman et al. 2016).
#pragma once

#include <cstdint>
#include <span>

namespace saccade {

/// Several trajectories side by side, cut into steps: every array is [steps x columns], a column
/// per trajectory.
struct TrajectoryView {
  int columns = 0;
  std::span<const float> rewards;
  std::span<const float> values;  ///< V of the observation acted upon.
  /// V of what the step led to: 0 where the task ended, V of the last observation before the reset
  /// where time ran out.
  std::span<const float> next_values;
  std::span<const std::uint8_t> ended;  ///< 1 where the episode ended with this step.
};

/// Overwrites advantages [steps x columns]:
///   delta_t = r_t + gamma * next_value_t - value_t
///   A_t = delta_t + gamma * lambda * A_{t+1}, the second term only within an episode.
/// The return of a step is its advantage plus its value.
void estimate_advantages(const TrajectoryView& trajectories, float gamma, float lambda,
                         std::span<float> advantages);

}  // namespace saccade
