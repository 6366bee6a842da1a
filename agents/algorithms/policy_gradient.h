// The plain policy-gradient loss with a value beside it: what algorithms of one pass over a rollout
// share, which differ in their targets.
#pragma once

#include <vector>

#include "agents/algorithms/algorithm.h"
#include "agents/algorithms/linear_schedule.h"
#include "envs/core/options.h"

namespace saccade {

class PolicyGradient : public LossTemplate<PolicyGradient> {
 public:
  /// Reads policy_gradient_options().
  explicit PolicyGradient(const Options& options)
      : value_coefficient_(number(options, "value_coefficient")),
        entropy_coefficient_(options, "entropy_coefficient"),
        normalises_(options.get<bool>("normalise_advantages")) {}

  Normalise advantage_normalisation() const override {
    return normalises_ ? Normalise::kMinibatch : Normalise::kNone;  // One minibatch: the batch.
  }
  std::vector<MetricSpec> metrics() const override {
    return {{"policy_loss"}, {"value_loss"}, {"entropy"}};
  }

  void set_progress(float progress) override { entropy_coefficient_.set_progress(progress); }

  /// -A log pi(a|s) + value_coefficient (V - R)^2 / 2 - entropy_coefficient H
  template <class T>
  LossGradient<T> loss_of(const LossInput<T>& sample, T weight, MetricSums& sums) const {
    const T error = sample.value - sample.target_return;
    sums.values[0] -= static_cast<double>(sample.advantage * sample.log_prob);
    sums.values[1] += static_cast<double>(error * error / 2);
    sums.values[2] += static_cast<double>(sample.entropy);
    return {-weight * sample.advantage, -weight * static_cast<T>(entropy_coefficient_.now()),
            weight * static_cast<T>(value_coefficient_) * error};
  }

 private:
  float value_coefficient_;
  LinearSchedule entropy_coefficient_;
  bool normalises_;
};

inline std::vector<OptionSpec> policy_gradient_options() {
  constexpr double kLarge = 1e6;
  return {{"value_coefficient", 0.5, "Weight of the value loss.", 0, kLarge},
          {"entropy_coefficient", 0.01, "Weight of the entropy bonus at the start of training.", 0,
           kLarge},
          {"entropy_coefficient_final", 0.0,
           "Weight of the entropy bonus at the end of training, reached linearly.", 0, kLarge},
          {"normalise_advantages", false,
           "Whether advantages get mean 0 and standard deviation 1 in each update."}};
}

}  // namespace saccade
