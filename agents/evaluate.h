// Playing episodes with fixed seeds: how good is a policy?
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "agents/policy/policy_set.h"
#include "agents/ranks/ranks.h"
#include "envs/core/registry.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// Steps after which an evaluation ends an episode of an environment that sets no limit itself.
inline constexpr int kMostEvaluationSteps = 10'000;

/// How long an episode may become that is only watched: `asked` steps if more than 0, else the
/// environment's max_steps, or kMostEvaluationSteps where that is kNoLimit.
inline int longest_episode(const EnvironmentSpec& spec, int asked = 0) {
  if (asked > 0) return asked;
  return spec.max_steps == kNoLimit ? kMostEvaluationSteps : spec.max_steps;
}

struct EvaluationPlan {
  int episodes = 1;
  std::uint64_t seed = 0;   ///< Of the first episode; the k-th has seed + k.
  bool stochastic = false;  ///< Sample actions instead of taking the distribution's mode.
  /// As longest_episode takes it; what goes on is truncated there, of no outcome.
  int max_steps = 0;
  int threads = 1;  ///< The result does not depend on it.
  /// [kinds] whose agents act at random beside those of the policies; empty: none.
  std::vector<bool> random_kinds{};
  /// Once it is true, the evaluation ends after the step that each thread is at; null: never.
  const std::atomic<bool>* stop = nullptr;
  /// That play together; null: this process plays alone.
  Ranks* ranks = nullptr;
};

struct Evaluation {
  bool stopped = false;                  ///< Then there is nothing else.
  std::vector<EpisodeSummary> episodes;  ///< In the order of their seeds.
  double seconds = 0;
  std::int64_t steps = 0;
};

/// Plays episodes; without policies (null) actions are uniformly random.  Throws Error when an
/// environment does something wrong or does not describe itself by `spec`.
Evaluation evaluate(const PolicySet* policies, const EnvironmentFactory& make_environment,
                    const EnvironmentSpec& spec, const EvaluationPlan& plan);

/// What rank 0 tells the others of a plan, and what they make of it.
Bytes pack_plan(const EvaluationPlan& plan);
EvaluationPlan unpack_plan(const Bytes& bytes);

}  // namespace saccade
