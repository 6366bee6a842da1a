// What a Learner holds; for the rest of this room.
#pragma once

#include <exception>
#include <functional>

#include "agents/kind_learner.h"
#include "agents/learner.h"
#include "agents/learner_state.h"
#include "agents/rank_exchange.h"

namespace saccade {

struct Learner::Impl {
  Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
       const LearnerConfig& learner_config, std::int64_t schedule_steps, std::uint64_t run_seed,
       int threads, Ranks* ranks = nullptr);

  /// Takes a rollout, estimates its targets, learns from it.
  UpdateMetrics update();
  UpdateSchedule begin_update();
  double progress() const;  ///< Of the training, in [0, 1].
  /// Says with which policies the next rollout is collected, and how far the training is.
  void prepare_rollout();
  /// Collects a rollout, unless that was done ahead of time, and takes in what it taught.
  void take_rollout();
  void collect_rollout();
  void estimate_targets();
  /// One update of each policy.
  std::vector<Metric> update_policies(const UpdateSchedule& schedule);
  /// Where a rollout may be collected while the one before is learned from: begins to, and waits
  /// until that is done.
  void begin_ahead();
  void end_ahead() noexcept;

  /// A rollout that is collected ahead of time changes no bits: it is as it would be later, and
  /// what is saved or reported in between does not know of it.
  struct Ahead {
    bool is_begun = false;
    std::exception_ptr failure;  ///< Why it could not be collected.
  };

  EnvironmentFactory make_environment;
  EnvironmentSpec spec;
  LearnerConfig config;
  std::int64_t total_steps;
  LearnerCounters counters;
  PolicySet policies;
  ThreadPool pool;
  std::vector<RolloutShard> shards;
  RankExchange exchange;
  std::vector<KindLearner> kinds;
  std::vector<std::string> metric_names;
  std::vector<std::vector<EpisodeSummary>> episodes;  ///< [shards] finished in rollouts taken in.
  std::function<void(int)> collect_shard;
  Ahead ahead;
};

}  // namespace saccade
