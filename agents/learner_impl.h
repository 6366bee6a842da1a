// What a Learner holds; for the rest of this room.
#pragma once

#include "agents/learner.h"
#include "agents/learner_state.h"
#include "agents/update/policy_update.h"

namespace saccade {

struct Learner::Impl {
  Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
       const LearnerConfig& learner_config, std::int64_t schedule_steps, std::uint64_t run_seed,
       int threads);

  UpdateSchedule begin_update();
  void collect();
  float merge_statistics();
  void estimate_targets(std::size_t shard, float reward_scale);
  double explained_variance() const;

  EnvironmentFactory make_environment;
  EnvironmentSpec spec;
  LearnerConfig config;
  std::int64_t total_steps;
  LearnerCounters counters;
  Policy policy;
  ThreadPool pool;
  std::vector<RolloutShard> shards;
  std::vector<Targets> targets;  // [shards]
  std::unique_ptr<Algorithm> algorithm;
  std::vector<std::string> metric_names;
  PolicyUpdate policy_update;
};

}  // namespace saccade
