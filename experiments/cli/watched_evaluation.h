// Evaluating a policy from the command line.
#pragma once

#include "agents/evaluate.h"
#include "experiments/config/experiment_config.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {

/// `evaluate`, which says what an interrupt waits for and how a failing episode is played again.
Evaluation evaluate_watched(const PolicySet* policies, const EnvironmentFactory& factory,
                            const EnvironmentSpec& spec, const EvaluationPlan& plan,
                            InterruptGuard& guard, const ExperimentConfig& config);

}  // namespace saccade
