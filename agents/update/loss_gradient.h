// The gradient of an algorithm's loss over a few samples.
#pragma once

#include <vector>

#include "agents/algorithms/algorithm.h"
#include "agents/policy/policy_network.h"

namespace saccade {

/// What was recorded about samples when they were collected, and estimated since.
template <class T>
struct LossBatch {
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

/// Adds to `gradient` that of `weight` times the summed loss; returns the sums of the algorithm's
/// metrics.  The pass is prepared.
template <class T>
MetricSums add_loss_gradient(const PolicyNetwork<T>& network, const T* parameters,
                             const NetworkInput<T>& input, const LossBatch<T>& batch,
                             const Algorithm& algorithm, T weight, NetworkPass<T>& pass,
                             T* gradient);

}  // namespace saccade
