// A few environments that one thread steps for a whole horizon.  What the agents of each kind see,
// do and earn there is recorded kind by kind.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "agents/policy/policy_set.h"
#include "agents/rollout/kind_rollout.h"
#include "envs/core/registry.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// The running episode of each environment, and its stream of action noise.
struct RunningEpisodes {
  std::vector<EpisodeRunner> runners;
  std::vector<Rng> streams;
};

/// From which a shard continues exactly.
struct ShardState {
  RunningEpisodes episodes;
  std::vector<ColumnState> kinds;
};

class RolloutShard {
 public:
  /// Which environments of a run, and whether they run in this process; if not, the shard only
  /// takes what another process tells.
  struct Place {
    int first_env;
    int envs;
    bool is_here = true;
  };

  /// A record has `horizon` steps; 0 where records stay in another process.  The policies must
  /// outlive the shard.
  RolloutShard(const PolicySet& policies, const EnvironmentFactory& make_environment,
               const EnvironmentSpec& spec, std::uint64_t seed, const Place& place, int horizon);

  int envs() const { return envs_; }
  int horizon() const { return horizon_; }

  /// How much of the training is done, in [0, 1], for episodes that begin from now on.
  void set_progress(double done);

  /// Takes `horizon` steps in each environment and fills the records.
  void collect(float gamma);

  /// What was collected, for another process, and from it: which episodes ended and what was seen
  /// and earned in sum, and, if asked for, the records.
  void pack(Packer& out, bool with_records) const;
  void unpack(Unpacker& in, bool with_records);

  /// What the agents of a kind recorded.
  KindRollout& kind(std::size_t k) { return kinds_[k]; }
  const KindRollout& kind(std::size_t k) const { return kinds_[k]; }
  /// Finished episodes, in order of time; the caller may move them out.
  std::vector<EpisodeSummary>& episodes() { return episodes_; }

  const RunningEpisodes& running() const { return running_; }
  void set_state(ShardState state);

 private:
  void observe(int step);
  void act(int step);
  void step_environment(int step, std::size_t env);

  int envs_;
  int horizon_;
  RunningEpisodes running_;  // None of a shard that is elsewhere.
  std::vector<KindRollout> kinds_;
  std::vector<EpisodeSummary> episodes_;
  std::vector<float> taken_;  // [action_count] of one environment, as it takes them.
};

}  // namespace saccade
