// The policies of an environment, one for each kind of its agents, and acting by them.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "agents/policy/actor.h"
#include "agents/policy/policy.h"

namespace saccade {

/// Shareable between threads while its policies act: each thread has a TeamActor of its own.
class PolicySet {
 public:
  /// All policies have the same configuration.  That of the first kind draws its parameters from
  /// `seed`, the others from seeds derived of it.  Throws Error naming the kind when its spaces and
  /// the configuration do not fit each other.
  PolicySet(const std::vector<AgentKind>& kinds, const PolicyConfig& config, std::uint64_t seed);

  std::size_t size() const { return policies_.size(); }
  /// The kinds, as they were given.
  const std::vector<AgentKind>& kinds() const { return kinds_; }
  const PolicyConfig& config() const { return policies_.front().config(); }
  Policy& operator[](std::size_t kind) { return policies_[kind]; }
  const Policy& operator[](std::size_t kind) const { return policies_[kind]; }
  /// Numbers that are learned, of all policies.
  std::size_t parameter_count() const;

  /// Those of all policies: names of a kind that has a name begin with it ("predator.policy...").
  TensorMap tensors() const;
  /// Puts them into `tensors`, over those that are there.
  void save(TensorMap& tensors) const;
  /// Throws Error, with nothing changed, when a tensor is missing or has another shape; tensors
  /// with other names are ignored.
  void load(const TensorMap& tensors);

 private:
  void load_each(const TensorMap& tensors);

  std::vector<AgentKind> kinds_;
  std::vector<Policy> policies_;  // [kinds]
};

/// Acts for all agents of one environment, each by the policy of its kind, with a memory and noise
/// of its own.  Used by one thread.
class TeamActor {
 public:
  /// For as many agents as the spec says, of kinds like those of the policies, which must outlive
  /// the actor.
  TeamActor(const PolicySet& policies, const EnvironmentSpec& spec);

  /// All agents forget, as at the start of an episode.
  void begin_episode();

  /// One action per agent into `actions` [EnvironmentSpec::action_count], as Actor::act has them:
  /// `rng` draws for one agent after the other.
  void act(std::span<const Observation> seen, Rng* rng, std::span<float> actions);

  /// Before the agents decide one by one: what all of them see now.  A central critic needs it to
  /// value each in the light of the others; otherwise nothing depends on it.
  void see(std::span<const Observation> seen);

  /// What all agents carry now, [kinds], and going on from there.
  std::vector<PolicyState> states() const;
  void set_states(std::span<const PolicyState> states);

  /// What an agent remembers now, before it decides; empty without memory.  Valid until it does.
  std::span<const float> remembered(int agent);

  /// As `act` for one agent, with the reasons.
  Decision decide(int agent, const Observation& seen, Rng* rng,
                  AttentionDetail detail = AttentionDetail::kAgentQuery);

 private:
  struct Member {
    int agents;
    std::size_t action_numbers;  // Of all of its agents.
    Actor actor;
    PolicyState state;
    std::vector<float> values;  // [agents] as of what was seen last, by a central critic.
  };
  /// Of an agent, with its number among those of its kind.
  std::pair<Member*, std::size_t> member_of(int agent);

  std::vector<Member> members_;  // [kinds]
  bool central_;
};

}  // namespace saccade
