// How far attention explains a policy while it is trained: what explain.every adds to evals.csv.
#pragma once

#include <string>
#include <vector>

#include "agents/policy/policy_set.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

/// Columns: none unless it is measured at all.
std::vector<std::string> score_names(const ExplainConfig& config);

/// [score_names] Measured on the first episodes of an evaluation; NaN unless it `is_due`, or where
/// the policy does not attend.  It draws from no stream of the training.
std::vector<double> explain_scores(bool is_due, const PolicySet& policies,
                                   const EnvironmentFactory& factory,
                                   const ExperimentConfig& config);

}  // namespace saccade
