// The PPO loss of a few samples and its gradient.
#pragma once

#include <vector>

#include "agents/policy_network.h"

namespace saccade {

/// The constants of the loss
///   surrogate + value_coefficient * value_loss - entropy_coefficient * entropy.
struct PpoCoefficients {
  float clip = 0.2F;
  float value_clip = 0;  ///< 0: none.
  float value_coefficient = 0.5F;
  float entropy_coefficient = 0;
};

/// What was recorded about samples when they were collected, and estimated since.
template <class T>
struct PpoSamples {
  std::vector<float> actions;  ///< [samples x action_width], not clipped.
  std::vector<T> log_probs;    ///< [samples], as are the others.
  std::vector<T> values;
  std::vector<T> advantages;
  std::vector<T> returns;

  void clear() {
    actions.clear();
    log_probs.clear();
    values.clear();
    advantages.clear();
    returns.clear();
  }
};

/// Sums over samples.
struct LossSums {
  double policy = 0;
  double value = 0;
  double entropy = 0;
  double kl = 0;
  double clipped = 0;  ///< Samples whose ratio left the clipping range.

  void add(const LossSums& other) {
    policy += other.policy;
    value += other.value;
    entropy += other.entropy;
    kl += other.kl;
    clipped += other.clipped;
  }
};

/// Adds to `gradient` that of `weight` times the summed loss; returns the sums of its terms.
template <class T>
LossSums add_ppo_gradient(const PolicyNetwork<T>& network, const T* parameters,
                          const NetworkInput<T>& input, const PpoSamples<T>& samples,
                          const PpoCoefficients& coefficients, T weight, NetworkPass<T>& pass,
                          T* gradient);

}  // namespace saccade
