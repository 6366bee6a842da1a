// Everything that `saccade explain` finds out about a policy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"
#include "experiments/explain/count_study.h"
#include "experiments/explain/faithfulness.h"
#include "experiments/explain/formation.h"
#include "experiments/explain/importance.h"
#include "experiments/explain/played_episodes.h"

namespace saccade {

struct ExplainPlan {
  int episodes = 20;
  std::uint64_t seed = 0;
  std::size_t moments = 200;  ///< At most, whose entities are taken away.
  int threads = 1;            ///< The result does not depend on it.
};

struct Explanation {
  std::string env;
  std::int64_t step = 0;  ///< Environment steps that the policy was trained for.
  ExplainPlan plan;
  PlayedEpisodes played;
  std::vector<MomentOutcome> outcomes;  ///< [played.moments], or none without a verdict.
  Faithfulness faithfulness;            ///< Of all kinds of agents together ...
  std::vector<Faithfulness> of_kinds;   ///< [kinds] ... and of each.
  std::vector<std::size_t> telling;     ///< Indices of the most telling moments.
  Importance importance;
  std::vector<CountLine> counts;
  std::vector<FormationPoint> formation;  ///< None of a checkpoint outside a run.

  bool by_kind() const { return played.kinds.size() > 1; }
};

/// `folder` is that of the run, whose checkpoints show how attention formed.
Explanation explain_policy(const PolicySet& policies, const ExperimentConfig& config,
                           const RegisteredEnvironments& environments, const ExplainPlan& plan,
                           const std::filesystem::path& folder);

/// The moments at which the decision hangs most on a single entity, by leave-one-out: at most
/// `count`, of one episode and agent none within 10 steps of another.
std::vector<std::size_t> most_telling(const std::vector<SampledMoment>& moments,
                                      const std::vector<MomentOutcome>& outcomes,
                                      std::size_t count);

}  // namespace saccade
