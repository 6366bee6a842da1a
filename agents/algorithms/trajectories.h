// What happened, step by step, and what an algorithm makes of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace saccade {

/// Several trajectories side by side, cut into steps: every array is [steps x columns], a column
/// per trajectory.
struct Trajectories {
  int columns = 0;
  std::span<const float> rewards;
  std::span<const float> values;  ///< V of the observation acted upon.
  /// V of what the step led to: 0 where the task ended or the agent left, V of the last observation
  /// before the reset where time ran out.
  std::span<const float> next_values;
  std::span<const std::uint8_t>
      ended;  ///< 1 where the trajectory ended with this step, or the agent is absent.
  /// log pi - log mu of the actions taken, of the policy that learns (pi) and of the one that
  /// collected them (mu); empty: they are the same.
  std::span<const float> log_ratios{};
};

/// How later rewards count.
struct Discount {
  float gamma = 0.99F;
  float lambda = 0.95F;  ///< Of generalised advantage estimation: 0 one step, 1 whole episodes.
};

/// What a loss aims at; arrays are [steps x columns].
struct Targets {
  explicit Targets(int samples = 0)
      : advantages(static_cast<std::size_t>(samples)), returns(advantages.size()) {}

  std::vector<float> advantages;
  std::vector<float> returns;
};

}  // namespace saccade
