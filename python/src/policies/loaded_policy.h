// A trained policy that decides for one agent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/policy/actor.h"
#include "agents/policy/tokens.h"
#include "envs/core/random.h"
#include "experiments/run/run_directory.h"

namespace saccade::python {

class LoadedPolicy {
 public:
  /// The policy of a kind of agents, "" of the only kind; `run` as locate_run takes it.  Plug-ins
  /// of the run that may be loaded are added to the environments.  Throws Error.
  LoadedPolicy(const std::string& run, const std::string& kind,
               RegisteredEnvironments& environments);

  /// At the start of an episode: what is remembered goes.  Sampled actions are then those of
  /// `saccade eval --stochastic` in the episode of this seed, or go on as they were without.
  void reset(std::optional<std::uint64_t> seed);

  std::vector<float> act(const Observation& seen, bool sample);
  Decision decide(const Observation& seen, bool sample);

  const AgentKind& kind() const { return run_.policies.kinds()[index_]; }
  /// Of which AttentionWeights::types tells the index.
  std::vector<TokenSpec> token_types() const;
  /// Whether decisions depend on where things are in the world.
  bool needs_places() const;
  const LoadedRun& run() const { return run_; }

 private:
  const Policy& policy() const { return run_.policies[index_]; }

  LoadedRun run_;
  std::size_t index_;
  Actor actor_;
  PolicyState state_;
  Rng rng_;
};

}  // namespace saccade::python
