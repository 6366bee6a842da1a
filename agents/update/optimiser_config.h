// What can be chosen about the optimiser and how gradients are summed.
#pragma once

namespace saccade {

enum class OptimiserKind {
  kAdam,   ///< Kingma and Ba 2015.
  kAdamW,  ///< Adam with decoupled weight decay (Loshchilov and Hutter 2019).
};

/// What the learning rate does while training goes on.
enum class LearningRateSchedule { kLinear, kConstant, kCosine, kKlAdaptive };

/// Which samples of a rollout a minibatch takes.
enum class Minibatches {
  kShuffled,    ///< Any.
  kStratified,  ///< As many of each shard of environments, which thereby can stay where they are.
};

/// Adam and its kin, with gradients clipped by their global norm.
struct OptimiserConfig {
  float learning_rate = 1e-3F;
  float learning_rate_final = 0;  ///< By the end, with the schedules linear and cosine.
  float epsilon = 1e-5F;
  float max_grad_norm = 0.5F;
  /// The gradient of a minibatch is summed in at most so many parts of at least 128 samples, one
  /// thread's work each.  Part of what decides the bits of a run.
  /// With stratified minibatches each shard of environments is a part instead.
  int gradient_shards = 16;
  Minibatches minibatches = Minibatches::kShuffled;
  OptimiserKind kind = OptimiserKind::kAdam;
  float weight_decay = 0.01F;  ///< Of kAdamW: per step, times the learning rate.
  LearningRateSchedule schedule = LearningRateSchedule::kLinear;
  float target_kl = 0.01F;          ///< Of kKlAdaptive, nats.
  float learning_rate_min = 1e-6F;  ///< Of kKlAdaptive.
  float learning_rate_max = 1e-2F;  ///< Of kKlAdaptive.
};

}  // namespace saccade
