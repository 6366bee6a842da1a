// V-trace (Espeholt et al. 2018, IMPALA): actor-critic on rollouts of a policy that is some updates
// older than the one that learns.
#include <algorithm>
#include <cmath>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/policy_gradient.h"

namespace saccade {
namespace {

/// Numbers of the metrics that follow those of the policy gradient.
enum MetricNumber { kVtraceKl = 3, kRho };

class Vtrace final : public LossTemplate<Vtrace> {
 public:
  explicit Vtrace(const Options& options)
      : gradient_(options),
        lag_(options.get<int>("lag")),
        clip_rho_(number(options, "clip_rho")),
        clip_c_(number(options, "clip_c")),
        lambda_(number(options, "lambda")) {}

  int lag() const override { return lag_; }
  Normalise advantage_normalisation() const override { return gradient_.advantage_normalisation(); }
  bool advantages_are_errors() const override { return false; }
  std::vector<MetricSpec> metrics() const override {
    std::vector<MetricSpec> metrics = gradient_.metrics();
    metrics.push_back({.name = "approx_kl", .must_be_finite = false});
    metrics.push_back({"rho"});
    return metrics;
  }
  std::optional<std::size_t> kl_metric() const override { return kVtraceKl; }

  void set_progress(float progress) override { gradient_.set_progress(progress); }

  /// With r = pi/mu, rho = min(clip_rho, r) and c = lambda min(clip_c, r), the recursion of the
  /// paper's remark 1 (and 2, for lambda) from a trajectory's last step to its first:
  ///   v_s - V_s = rho_s (r_s + gamma V_(s+1) - V_s) + gamma c_s (v_(s+1) - V_(s+1))
  ///   A_s       = rho_s (r_s + gamma v_(s+1) - V_s)
  /// Where the trajectory is cut v_(s+1) is V_(s+1), and both are 0 where the task ended.
  void estimate(const Trajectories& trajectories, const Discount& discount,
                Targets& targets) const override {
    const auto columns = static_cast<std::size_t>(trajectories.columns);
    const std::size_t size = trajectories.rewards.size();
    for (std::size_t i = size; i-- > 0;) {
      const float value = trajectories.values[i], next_value = trajectories.next_values[i];
      const float ratio =
          trajectories.log_ratios.empty() ? 1 : std::exp(trajectories.log_ratios[i]);
      const float rho = std::min(clip_rho_, ratio);
      const float trace = lambda_ * std::min(clip_c_, ratio);
      const bool goes_on = trajectories.ended[i] == 0 && i + columns < size;
      const float next_target = goes_on ? targets.returns[i + columns] : next_value;
      const float reward = trajectories.rewards[i];
      targets.returns[i] = value + rho * (reward + discount.gamma * next_value - value) +
                           discount.gamma * trace * (next_target - next_value);
      targets.advantages[i] = rho * (reward + discount.gamma * next_target - value);
    }
  }

  template <class T>
  LossGradient<T> loss_of(const LossInput<T>& sample, T weight, MetricSums& sums) const {
    const T log_ratio = sample.log_prob - sample.old_log_prob;
    const T ratio = std::exp(log_ratio);
    sums.values[kVtraceKl] += static_cast<double>(ratio - 1 - log_ratio);
    sums.values[kRho] += static_cast<double>(std::min(static_cast<T>(clip_rho_), ratio));
    return gradient_.loss_of(sample, weight, sums);
  }

 private:
  PolicyGradient gradient_;
  int lag_;
  float clip_rho_, clip_c_, lambda_;
};

std::vector<OptionSpec> vtrace_options() {
  constexpr double kLarge = 1e6;
  std::vector<OptionSpec> options = {
      {"lag", 1,
       "By how many updates the parameters that collect a rollout are older than those that learn "
       "from it. 0: they are the same; otherwise the next rollout is collected while an update "
       "goes on.",
       0, 100},
      {"clip_rho", 1.0,
       "Limit of a step's importance weight in the targets and in the policy's gradient.", 0,
       kLarge},
      {"clip_c", 1.0, "Limit of the weights by which later steps count in a target.", 0, kLarge},
      {"lambda", 1.0, "Factor of these weights: 0 targets of one step, 1 of whole trajectories.", 0,
       1}};
  const std::vector<OptionSpec> shared = policy_gradient_options();
  options.insert(options.end(), shared.begin(), shared.end());
  return options;
}

}  // namespace

AlgorithmEntry vtrace_entry() {
  return {
      .name = "vtrace",
      .summary =
          "V-trace (Espeholt et al. 2018, IMPALA): actor-critic on rollouts of an older policy, "
          "with truncated importance weights; one step of the optimiser per rollout.",
      .options = vtrace_options(),
      .make = make_from<Vtrace>};
}

}  // namespace saccade
