// Episodes with fixed seeds, and what is kept of them: attention of every decision, summed up, and
// an even sample of moments that one can go back to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agents/explain/decisions.h"
#include "agents/policy/policy_set.h"
#include "envs/core/environment.h"
#include "experiments/attention/attention_profile.h"
#include "experiments/attention/attention_summary.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// What the agents of a kind attend to, once one of them has decided something.
struct KindAttention {
  std::string kind;
  std::string prefix;  ///< Of several kinds, types and ages of each begin with its name.
  std::vector<std::string> types;
  AttentionProfile profile;
  EvenSample<Observation> observations;  ///< What they see, for permuting features.
  std::optional<AttentionSummary> summary{};

  /// The first decision tells what layers and how many heads there are.
  void add(const MadeDecision& made);
};

/// A moment and what the world looked like.
struct SampledMoment {
  DecisionMoment moment;
  Scene scene;
};

struct PlayedEpisodes {
  std::vector<KindAttention> kinds;    ///< [kinds of the environment], some perhaps without agents.
  std::vector<SampledMoment> moments;  ///< With entities that can be ordered.
  Scores returns;                      ///< [episodes]

  /// The moments of one kind, or of all.
  std::vector<DecisionMoment> moments_of(std::optional<std::size_t> kind = {}) const;
  std::int64_t decisions() const;
};

/// Plays episodes with the most likely actions; the k-th has seed + k.  Throws Error when the
/// environment does not fit the policies.
PlayedEpisodes play_episodes(const PolicySet& policies, std::unique_ptr<Environment> environment,
                             int episodes, std::uint64_t seed, std::size_t most_moments);

}  // namespace saccade
