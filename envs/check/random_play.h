// An environment played at random, step by step: what the check of its promises looks at.  Play of
// an environment without a limit of steps stops after kMostRandomSteps.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"

namespace saccade {

inline constexpr int kMostRandomSteps = 1000;

class RandomPlay {
 public:
  RandomPlay(const EnvironmentFactory& factory, std::uint64_t seed) : runner_(factory(), seed, 0) {}

  /// Begins the runner's k-th episode; the same `action_seed` draws the same actions.
  void begin(std::uint64_t episode, std::uint64_t action_seed);
  /// Steps.  Returns whether the environment left the actions as they were.
  bool step();
  /// Edits the state; see EpisodeRunner::edit.
  EntityId edit(const StateEdit& edit) { return runner_.edit(edit); }
  bool over() const { return ended_ || is_stopped(); }
  /// Whether the episode came to its end by itself.
  bool ended() const { return ended_; }
  /// Whether the episode has had a step.
  bool stepped() const { return ended_ || runner_.length() > 0; }

  const EnvironmentSpec& spec() const { return runner_.spec(); }
  /// Of the last step.
  const StepResult& result() const { return result_; }
  const EpisodeRunner& runner() const { return runner_; }
  /// Whether `agent` is present now, or was at the episode's end.
  bool is_present(int agent) const {
    return ended_ ? runner_.has_final_observation(agent) : runner_.is_present(agent);
  }
  /// What `agent` sees now, or saw at the episode's end; empty if it is absent.
  const Observation& seen(int agent) const {
    return ended_ ? runner_.final_observation(agent) : runner_.observation(agent);
  }
  /// What kind of entity some agent sees under this id; "" when none does.
  std::string name_of(EntityId id) const;
  /// Throws Error with what the environment throws.
  Scene draw() const;

 private:
  bool is_stopped() const {
    return spec().max_steps == kNoLimit && runner_.length() >= kMostRandomSteps;
  }
  void choose();

  EpisodeRunner runner_;
  Rng rng_;
  StepResult result_;
  bool ended_ = false;
  std::vector<float> actions_;
};

/// The first difference, in words, between the last steps of two plays and what is seen after them;
/// "" when there is none.
std::string difference(const RandomPlay& found, const RandomPlay& was);

}  // namespace saccade
