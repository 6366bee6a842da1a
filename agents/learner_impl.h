// What a Learner holds; for the rest of this room.
#pragma once

#include "agents/learner.h"
#include "agents/moments.h"
#include "agents/ppo_update.h"

namespace saccade {

/// The coefficients when `progress` [0, 1] of the training is done; leaves `seed` and `number`.
UpdateSchedule schedule_at(const PpoConfig& ppo, float progress);

struct Learner::Impl {
  Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
       const PolicyConfig& policy_config, const PpoConfig& ppo_config, std::int64_t schedule_steps,
       std::uint64_t run_seed, int threads);

  void collect();
  float merge_statistics();
  UpdateSchedule schedule() const;
  double explained_variance() const;

  EnvironmentFactory make_environment;
  EnvironmentSpec spec;
  PpoConfig ppo;
  std::int64_t total_steps;
  std::uint64_t seed;
  Policy policy;
  ThreadPool pool;
  std::vector<RolloutShard> shards;
  PpoUpdate ppo_update;
  Moments discounted_returns;
  std::int64_t steps = 0;
  std::int64_t updates = 0;
};

}  // namespace saccade
