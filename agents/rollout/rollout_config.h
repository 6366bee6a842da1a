// What can be chosen about collecting experience, whatever the algorithm.
#pragma once

namespace saccade {

struct RolloutConfig {
  int envs = 32;             ///< Environments stepped side by side.
  int horizon = 128;         ///< Steps of each environment per update.
  float gamma = 0.99F;       ///< Discount per step.
  float gae_lambda = 0.95F;  ///< Of generalised advantage estimation.
  /// Rewards are divided by the running standard deviation of discounted returns.
  bool scale_rewards = false;
  /// Environments are cut into shards, one thread's work each: at most so many, of at least
  /// `envs_per_shard`.  Both are part of what decides the bits of a run.
  int shards = 64;
  int envs_per_shard = 8;
};

}  // namespace saccade
