// What a Learner holds; for the rest of this room.
#pragma once

#include "agents/kind_learner.h"
#include "agents/learner.h"
#include "agents/learner_state.h"

namespace saccade {

struct Learner::Impl {
  Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
       const LearnerConfig& learner_config, std::int64_t schedule_steps, std::uint64_t run_seed,
       int threads);

  UpdateSchedule begin_update();
  void collect();

  EnvironmentFactory make_environment;
  EnvironmentSpec spec;
  LearnerConfig config;
  std::int64_t total_steps;
  LearnerCounters counters;
  PolicySet policies;
  ThreadPool pool;
  std::vector<RolloutShard> shards;
  std::vector<KindLearner> kinds;
  std::vector<std::string> metric_names;
};

}  // namespace saccade
