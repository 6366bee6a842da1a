#include "experiments/cli/watched_evaluation.h"

#include "envs/call_board.h"
#include "experiments/cli/replay_note.h"
#include "experiments/terminal/interrupt_watch.h"

namespace saccade {

Evaluation evaluate_watched(const PolicySet* policies, const EnvironmentFactory& factory,
                            const EnvironmentSpec& spec, const EvaluationPlan& plan,
                            InterruptGuard& guard, const ExperimentConfig& config) {
  CallBoard board;
  const InterruptWatch watch(
      guard, board,
      "Interrupted; still waiting for a step of an episode to finish. A second Ctrl-C ends at "
      "once.");
  Evaluation evaluation;
  with_replay_note(config, "", [&] {
    evaluation = evaluate(policies, board.watched(factory, config.env_id), spec, plan);
  });
  return evaluation;
}

}  // namespace saccade
