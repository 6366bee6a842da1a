// Acting by a policy: the actions, and what the policy thinks about them.
#pragma once

#include <memory>
#include <span>

#include "agents/policy/policy.h"
#include "envs/core/decision.h"
#include "envs/core/observation.h"
#include "envs/core/random.h"

namespace saccade {

/// How much is told of attention: by the agent's own query, or by every query there is
/// (AttentionWeights::rows), which takes more room.
enum class AttentionDetail { kAgentQuery, kEveryQuery };

/// Chooses actions with a policy; owns the buffers that this takes.  Used by one thread.
class Actor {
 public:
  /// The policy must outlive the actor, and keep its parameters.
  explicit Actor(const Policy& policy);
  Actor(Actor&&) noexcept;
  ~Actor();

  /// One action per observation into `actions` [seen.size() x action_width], ready for the
  /// environment.  `rng` null: the distribution's mode; otherwise sampled.  The action for an empty
  /// observation, that of an absent agent, is 0.
  /// `state` is what the agents carry from step to step, one after the other, and becomes what they
  /// carry then; it belongs to the same agents of the same episode from call to call, and comes
  /// from Policy::make_state, else Error is thrown.  Who is absent forgets.
  void act(std::span<const Observation> seen, PolicyState& state, Rng* rng,
           std::span<float> actions);

  /// The values [seen.size()] of the agents of one environment that see this, by a critic that may
  /// be central; 0 for an empty observation.  `state` as of `act`; it stays.
  void values(std::span<const Observation> seen, PolicyState& state, std::span<float> values);

  /// As `act` for what one agent sees, number `agent` of the state, with the reasons; none for an
  /// empty observation.  To a central critic the agent is alone: so is Decision::value.
  Decision decide(const Observation& observation, PolicyState& state, std::size_t agent, Rng* rng,
                  AttentionDetail detail = AttentionDetail::kAgentQuery);
  /// The same at the start of an episode; what the agent carries then is lost.
  Decision decide(const Observation& observation, Rng* rng);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
