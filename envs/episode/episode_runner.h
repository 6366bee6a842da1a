// One environment and its endless sequence of episodes: derived seeds, automatic reset, checks of
// everything that the environment hands back, and the record from which an episode is replayed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/episode/episode_error.h"
#include "envs/episode/guarded_numbers.h"
#include "envs/episode/id_set.h"
#include "envs/episode/spec_check.h"

namespace saccade {

/// A finished episode.
struct EpisodeSummary {
  std::uint64_t seed = 0;
  int length = 0;               ///< Steps.
  std::vector<double> returns;  ///< [agents] undiscounted sum of rewards.
  int outcome = -1;             ///< Index into the spec's outcomes, or -1.
  std::vector<float> counts;    ///< [counts]
  std::vector<int> acted{};     ///< [agents] steps in which each was present; empty: in all.

  /// Mean return over the agents that were there.
  double mean_return() const { return mean_return(0, returns.size()).value_or(0); }
  /// The same over those of one kind; nothing when none of them was.
  std::optional<double> mean_return(const EnvironmentSpec& spec, std::size_t kind) const {
    return mean_return(static_cast<std::size_t>(spec.first_agent(kind)),
                       static_cast<std::size_t>(spec.first_agent(kind + 1)));
  }

 private:
  std::optional<double> mean_return(std::size_t first, std::size_t end) const {
    double sum = 0;
    double agents = 0;
    for (std::size_t agent = first; agent < end; ++agent) {
      if (!acted.empty() && acted[agent] == 0) continue;
      sum += returns[agent];
      ++agents;
    }
    return agents == 0 ? std::nullopt : std::optional(sum / agents);
  }
};

/// From which a running episode is rebuilt: it is a function of its seed, its actions and its
/// edits.
struct EpisodeRecord {
  std::uint64_t episode = 0;   ///< Episodes this runner has begun before this one.
  std::vector<float> actions;  ///< [steps so far x action_count]; 0 of who is absent.
  double progress = 1;         ///< Given to Environment::set_progress.
  /// In the order in which they were made.  A learner makes none, and checkpoints keep none.
  std::vector<TimedEdit> edits{};
};

/// The k-th episode of runner i in a run has the seed derive_seed({run_seed, i, k}).  Whatever the
/// environment does wrong (throws, NaN, wrong sizes, rewards out of range, another description than
/// at first) becomes an EpisodeError that names environment, seed and step.
class EpisodeRunner {
 public:
  /// Begins the first episode; `progress` [0, 1] as in set_progress.
  EpisodeRunner(std::unique_ptr<Environment> environment, std::uint64_t run_seed,
                std::uint64_t index, double progress = 1);
  /// Begins with the episode of this very seed, as `begin` does.
  EpisodeRunner(std::unique_ptr<Environment> environment, std::uint64_t seed);
  /// Begins no episode yet: `begin` comes next.
  explicit EpisodeRunner(std::unique_ptr<Environment> environment);

  /// As it was at the beginning; an environment that describes itself otherwise later is refused.
  const EnvironmentSpec& spec() const { return spec_; }
  const Environment& environment() const { return *environment_; }

  /// Abandons the running episode and begins one with this very seed; the episodes after it have
  /// derived seeds again.  `restore` does not know such an episode.
  void begin(std::uint64_t seed);

  /// How much of the training is done, in [0, 1]; for episodes that begin from now on.
  void set_progress(double done) { progress_ = done; }

  /// Whether `agent` is in the world now: it is seen by `observation` and acts in the next step.
  /// One that was present before a step and is absent after it has left with this step: it got the
  /// step's reward, and what follows has the value 0 for it.
  bool is_present(int agent) const { return present_[static_cast<std::size_t>(agent)] != 0; }

  /// What `agent` sees now; after an episode's end, already in the next episode.  Empty, without
  /// even the agent itself, when it is absent.
  const Observation& observation(int agent) const {
    return observations_[static_cast<std::size_t>(agent)];
  }

  /// [agents] the same for all agents.
  std::span<const Observation> observations() const { return observations_; }

  /// Steps, and begins the next episode when this one ends.  The numbers of an agent that is absent
  /// are to be 0.
  StepResult step(std::span<const float> actions);

  /// Steps and stays at the end of an episode that ends: `observation`, `draw` and `finished` show
  /// it, and `begin` comes next.
  StepResult advance(std::span<const float> actions);

  /// Changes the state of the running episode as it is now, and looks again: `observation` and
  /// `draw` show what became of it.  Returns the id of the entity; see Environment::edit.  Throws
  /// Error when the edit cannot be done; then nothing has changed, and the episode goes on.
  EntityId edit(const StateEdit& edit);

  /// Ends the running episode where it is, as if time had run out; `begin` comes next.
  const EpisodeSummary& cut();

  /// [agents] rewards of the last step; 0 of who was absent before it.
  std::span<const float> rewards() const { return rewards_.span(); }

  /// After a step that ended an episode: whether `agent` was present at its very end.  If not, it
  /// left with this step or before.
  bool has_final_observation(int agent) const {
    return final_present_[static_cast<std::size_t>(agent)] != 0;
  }
  /// After a step that ended an episode: what `agent` saw at its very end, before the reset.  It
  /// has no masks and skips all heads, since nobody acts on it.
  const Observation& final_observation(int agent) const {
    return final_observations_[static_cast<std::size_t>(agent)];
  }
  /// After a step that ended an episode: that episode.
  const EpisodeSummary& finished() const { return finished_; }

  /// [counts] what the environment has counted since the episode began.
  std::span<const float> counts();
  /// Describes the world as it looks now into a scene, which is emptied first.
  void draw(Scene& scene) const;

  /// The episode has ended by `advance` or `cut`, and no other has begun.
  bool is_over() const { return is_over_; }
  std::uint64_t seed() const { return seed_; }  ///< Of the running episode.
  int length() const { return length_; }        ///< Steps taken in the running episode.

  const EpisodeRecord& record() const { return record_; }
  /// Replays a recorded episode up to where it was.  Throws Error when its actions are none that
  /// the environment accepts, EpisodeError when the environment fails.
  void restore(const EpisodeRecord& record);

  /// Throws Error when the environment, as it is now, does not accept these recorded actions.
  void check_actions(std::span<const float> actions) const;
  /// Numbers that `step` takes: EnvironmentSpec::action_count.
  std::size_t action_count() const { return action_count_; }

  /// A number that depends on every byte of what all agents see now, and on the returns so far.
  std::uint64_t digest() const;
  /// After a replay: throws EpisodeError unless the digest is as it was when it was recorded.
  void expect(std::uint64_t digest) const;
  /// Throws EpisodeError when the environment describes itself otherwise than at the beginning.
  void check_description() const;

 private:
  void begin_derived();
  void look(bool over);
  void observe(int agent, const AgentKind& kind, bool over);
  void take_rewards();
  void finish_episode(const StepResult& result);
  template <class Call>
  void guard(const char* what, const Call& call, const AgentKind* kind = nullptr) const;
  [[noreturn]] void fail(const std::string& what,
                         std::optional<std::uint64_t> wanted_digest = std::nullopt) const;

  std::unique_ptr<Environment> environment_;
  EnvironmentSpec spec_;
  std::size_t action_count_;
  std::uint64_t run_seed_ = 0;
  std::uint64_t index_ = 0;
  std::uint64_t seed_ = 0;
  double progress_ = 1;
  int length_ = 0;
  bool is_over_ = false;  // Whether the episode has ended and no other has begun.
  GuardedNumbers rewards_;
  std::vector<double> returns_;
  std::vector<Observation> observations_;
  std::vector<Observation> final_observations_;
  std::vector<std::uint8_t> present_;        // [agents] as booleans
  std::vector<std::uint8_t> final_present_;  // [agents]
  std::vector<int> acted_;                   // [agents]
  GuardedNumbers counts_;
  EpisodeSummary finished_;
  EpisodeRecord record_;
  IdSet met_;  // Scratch of the checks.
};

}  // namespace saccade
