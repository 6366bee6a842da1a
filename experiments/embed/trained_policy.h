// A trained policy in a program of one's own: a game, a robot, a server.
//
//   saccade::TrainedPolicy policy("runs/forage-1");
//   saccade::Observation seen = policy.observation();
//   seen.add(0, 0, {0.5F, ...});                        // the agent itself
//   const saccade::Decision decision = policy.decide(seen);
//   decision.action, decision.value, decision.attention
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "envs/core/decision.h"
#include "envs/core/environment.h"

namespace saccade {

/// Acts for one agent; for several, make one for each.  Used by one thread.
class TrainedPolicy {
 public:
  /// `run` as on the command line: a run directory (its best checkpoint), RUN@STEP, RUN@latest or a
  /// checkpoint file.  `kind` names the kind of agents where there are several.  Only the
  /// checkpoint is read: the environment in which it was trained is not needed.  Throws Error when
  /// it is missing or damaged.
  explicit TrainedPolicy(const std::string& run, const std::string& kind = "");
  TrainedPolicy(TrainedPolicy&&) noexcept;
  ~TrainedPolicy();

  /// What it was trained to see and to do.
  const AgentKind& kind() const;
  const std::string& env_id() const;  ///< Of the environment in which it was trained.
  std::int64_t step() const;          ///< Environment steps that it was trained for.
  /// An observation of its space, to be filled in.
  Observation observation() const;

  /// Forgets what it remembers: to be called when an episode begins.
  void begin_episode();
  /// The most likely action, ready for the environment, and the reasons: distributions, the value
  /// in rewards of the environment, attention by entity id.  The next step of the episode.  Throws
  /// Error when the observation does not fit `kind()`.
  Decision decide(const Observation& seen);
  /// The same with an action that is drawn.
  Decision sample(const Observation& seen, Rng& rng);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
