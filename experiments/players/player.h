// Who chooses the actions of an episode that is watched: a policy or chance (a person:
// keyboard_player.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/policy_set.h"
#include "experiments/episodes/episode_file.h"
#include "experiments/run/run_directory.h"

namespace saccade {

/// What a player carries from step to step.
struct PlayerState {
  std::vector<PolicyState> memories{};  ///< [kinds]
  Rng rng{};
};

/// Chooses one agent's action after the other.
class Player {
 public:
  virtual ~Player() = default;
  virtual void begin_episode(std::uint64_t /*seed*/) {}
  /// The seed of the episode after that of `seed`; who plays it may change.
  virtual std::uint64_t next_episode(std::uint64_t seed) { return seed + 1; }
  /// The episode that it plays again, edits and end included; null: it chooses as it goes.
  virtual const EpisodeFile* recorded() const { return nullptr; }
  /// What all agents see now, before they think about it.
  virtual void see(std::span<const Observation> /*seen*/) {}
  /// What it carries before it thinks, so that it can think again at another time.
  virtual PlayerState state() const { return {}; }
  virtual void set_state(const PlayerState& /*state*/) {}
  /// What an agent thinks on seeing this: shown together with what it sees.  Called once per step
  /// for each agent, with an empty observation for one that is absent.
  virtual Decision think(int agent, const Observation& observation) = 0;
  /// What the agent then does, [action_width]; called once, when time moves on.
  virtual std::vector<float> act(int /*agent*/, const Observation& /*observation*/,
                                 const Decision& decision) {
    return decision.action;
  }
  /// Who plays, for whoever watches ...
  virtual std::string name() const { return "random actions"; }
  /// ... and the same without how actions are drawn.
  virtual std::string who() const { return name(); }
  /// EpisodeFile::checkpoint of an episode that it plays.
  virtual std::string checkpoint() const { return ""; }
  /// How far attention explains what it does, in a few words; empty: nothing is known of that.
  virtual std::string faithfulness() const { return ""; }
  /// Whether Decision::value means something.
  virtual bool has_value() const { return false; }
  /// Pixels along the side of the patches into which Decision::attention cuts images.
  virtual int image_patch() const { return 1; }
  /// Whether it is this agent that whoever watches wants to see; else the next one.
  virtual bool is_shown(int /*agent*/) const { return true; }
};

/// Uniformly random actions.
class RandomPlayer : public Player {
 public:
  explicit RandomPlayer(const EnvironmentSpec& spec) : spec_(spec) {}

  void begin_episode(std::uint64_t seed) override { rng_.seed(derive_seed({seed, kStream})); }
  Decision think(int agent, const Observation& observation) override;
  PlayerState state() const override { return {{}, rng_}; }
  void set_state(const PlayerState& state) override { rng_ = state.rng; }

 private:
  static constexpr std::uint64_t kStream = 0x706c6179;  // Apart from what the environment draws.

  EnvironmentSpec spec_;
  Rng rng_;
};

/// Trained policies.
class PolicyPlayer : public Player {
 public:
  /// In environments like this; throws Error when the policies were made for others.  Takes the
  /// most likely action, or samples if `stochastic`.
  PolicyPlayer(LoadedRun run, const EnvironmentSpec& spec, bool stochastic);

  void begin_episode(std::uint64_t seed) override;
  void see(std::span<const Observation> seen) override { actor_->see(seen); }
  Decision think(int agent, const Observation& observation) override;
  PlayerState state() const override { return {actor_->states(), rng_}; }
  void set_state(const PlayerState& state) override;
  /// "forage-1 \u00b7 step 200,000 (best), greedy".
  std::string name() const override { return who() + (stochastic_ ? ", sampled" : ", greedy"); }
  std::string who() const override;
  std::string checkpoint() const override { return run_->digest; }
  std::string faithfulness() const override;
  bool has_value() const override { return true; }
  int image_patch() const override { return run_->policies.config().image_patch; }

  /// The run whose policies play.
  const LoadedRun& run() const { return *run_; }

 protected:
  /// Lets another checkpoint play from now on.
  void replace(LoadedRun run);

 private:
  static constexpr std::uint64_t kStream = 0x706f6c69;

  std::unique_ptr<LoadedRun> run_;
  EnvironmentSpec spec_;
  std::unique_ptr<TeamActor> actor_;
  bool stochastic_;
  Rng rng_;
};

/// The newest policy of a run that is still being trained: looks for a newer checkpoint at the
/// beginning of each episode.
class FollowingPlayer : public PolicyPlayer {
 public:
  /// `name` and `sets` as load_run takes them; `environments` must outlive the player.
  FollowingPlayer(const std::string& name, std::vector<std::string> sets,
                  const EnvironmentSpec& spec, bool stochastic,
                  RegisteredEnvironments& environments);

  void begin_episode(std::uint64_t seed) override;

 private:
  std::string name_;
  std::vector<std::string> sets_;
  RegisteredEnvironments& environments_;
};

}  // namespace saccade
