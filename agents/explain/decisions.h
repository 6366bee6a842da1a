// Playing episodes decision by decision, with what each agent remembered before it decided.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "agents/explain/moment.h"
#include "agents/policy/policy_set.h"
#include "envs/core/decision.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// One decision, as it is made.
struct MadeDecision {
  std::size_t kind;
  int agent;
  std::uint64_t seed;
  int step;
  const Observation& seen;
  std::span<const float> held;  ///< What the agent remembered before it.
  const Decision& decision;

  DecisionMoment moment() const {
    return {kind, agent, seed, step, seen, {held.begin(), held.end()}};
  }
};

/// Plays the runner's episode of `seed` with the most likely actions, and tells of every decision
/// of an agent that is present.
EpisodeSummary play_decisions(TeamActor& actor, EpisodeRunner& runner, std::uint64_t seed,
                              const std::function<void(const MadeDecision&)>& tell);

}  // namespace saccade
