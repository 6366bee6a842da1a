// The learning rate of an update, by its schedule.
#pragma once

#include "agents/update/optimiser_config.h"

namespace saccade {

/// linear     from learning_rate to learning_rate_final
/// constant   learning_rate
/// cosine     the same ends, along half a period of the cosine (Loshchilov and Hutter 2017)
/// kl_adaptive  begins with learning_rate and is steered by how far the steps before moved the
///            policy, as in rl_games and RSL-RL: divided by 1.5 when the KL divergence is above
///            twice the target, multiplied by 1.5 when it is below half of it, within bounds
class LearningRate {
 public:
  explicit LearningRate(const OptimiserConfig& config)
      : config_(config), now_(config.learning_rate) {}

  float now() const { return now_; }

  /// Before an update: the part of the training that is done, in [0, 1].
  void set_progress(float progress);

  /// Whether KL divergences move it, so that it is a state and not a function of progress.
  bool adapts() const { return config_.schedule == LearningRateSchedule::kKlAdaptive; }
  /// Before a step: an estimate of KL(old || new), nats.  Changes nothing unless it adapts.  One
  /// that is 0 says nothing: no step was taken since the samples were collected.
  void observe_kl(double kl);
  /// Of one that adapts: what was saved.
  void restore(float rate) { now_ = rate; }

 private:
  OptimiserConfig config_;
  float now_;
};

}  // namespace saccade
