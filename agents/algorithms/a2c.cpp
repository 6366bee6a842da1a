// Advantage actor-critic, synchronous (Mnih et al. 2016).
#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/linear_schedule.h"

namespace saccade {
namespace {

class A2c final : public LossTemplate<A2c> {
 public:
  explicit A2c(const Options& options)
      : value_coefficient_(number(options, "value_coefficient")),
        entropy_coefficient_(options, "entropy_coefficient"),
        normalises_(options.get<bool>("normalise_advantages")) {}

  bool normalises_advantages() const override { return normalises_; }
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

}  // namespace

AlgorithmEntry a2c_entry() {
  constexpr double kLarge = 1e6;
  return {.name = "a2c",
          .summary =
              "Advantage actor-critic (Mnih et al. 2016): one pass over each rollout, one step "
              "of the optimiser.",
          .options = {{"value_coefficient", 0.5, "Weight of the value loss.", 0, kLarge},
                      {"entropy_coefficient", 0.01,
                       "Weight of the entropy bonus at the start of training.", 0, kLarge},
                      {"entropy_coefficient_final", 0.01,
                       "Weight of the entropy bonus at the end of training, reached linearly.", 0,
                       kLarge},
                      {"normalise_advantages", false,
                       "Whether advantages get mean 0 and standard deviation 1 in each update."}},
          .make = make_from<A2c>};
}

}  // namespace saccade
