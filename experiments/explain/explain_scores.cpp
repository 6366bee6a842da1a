#include "experiments/explain/explain_scores.h"

#include <algorithm>
#include <limits>

#include "experiments/explain/formation.h"

namespace saccade {

std::vector<std::string> score_names(const ExplainConfig& config) {
  if (config.every == 0) return {};
  return {"explain.spearman_leave_one_out", "explain.gain", "explain.deletion_area",
          "explain.insertion_area", "explain.spread"};
}

std::vector<double> explain_scores(bool is_due, const PolicySet& policies,
                                   const EnvironmentFactory& factory,
                                   const ExperimentConfig& config) {
  const std::size_t count = score_names(config.explain).size();
  const bool attends = config.learner.policy.encoder.kind == nn::EncoderKind::kAttention;
  if (count == 0 || !is_due || !attends) {
    return std::vector<double>(count, std::numeric_limits<double>::quiet_NaN());
  }
  const FormationPoint point =
      measure_formation(policies, factory,
                        {.episodes = std::clamp(config.evaluation.episodes, 1, 4),
                         .seed = config.evaluation.seed,
                         .threads = thread_count(config)});
  return {point.agreement.value, point.gain.value, point.deletion.value, point.insertion.value,
          point.spread};
}

}  // namespace saccade
