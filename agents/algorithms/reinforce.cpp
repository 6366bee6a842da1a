// REINFORCE (Williams 1992): rewards until the end of the trajectory, with or without a baseline.
#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/policy_gradient.h"

namespace saccade {
namespace {

class Reinforce final : public PolicyGradient {
 public:
  explicit Reinforce(const Options& options)
      : PolicyGradient(options), baseline_(options.get<bool>("baseline")) {}

  bool advantages_are_errors() const override { return baseline_; }

  /// R_t = r_t + gamma R_{t+1} within a trajectory, r_t + gamma V(next) where it is cut: by the
  /// rollout's end, or by a time limit (V(next) is 0 where the task ended).
  /// A_t = R_t - V_t with a baseline, R_t without.  Discount::lambda has no part in it.
  void estimate(const Trajectories& trajectories, const Discount& discount,
                Targets& targets) const override {
    const auto columns = static_cast<std::size_t>(trajectories.columns);
    const std::size_t size = trajectories.rewards.size();
    std::vector<float>& returns = targets.returns;
    for (std::size_t i = size; i-- > 0;) {
      const bool goes_on = trajectories.ended[i] == 0 && i + columns < size;
      const float next = goes_on ? returns[i + columns] : trajectories.next_values[i];
      returns[i] = trajectories.rewards[i] + discount.gamma * next;
      targets.advantages[i] = baseline_ ? returns[i] - trajectories.values[i] : returns[i];
    }
  }

 private:
  bool baseline_;
};

}  // namespace

AlgorithmEntry reinforce_entry() {
  std::vector<OptionSpec> options = policy_gradient_options();
  options.insert(options.begin(),
                 {"baseline", true,
                  "Whether the value is subtracted from a return. Without a baseline it is learned "
                  "all the same, for trajectories that a rollout's end or a time limit cuts."});
  return {.name = "reinforce",
          .summary =
              "REINFORCE (Williams 1992): returns of whole trajectories, one step of the optimiser "
              "per rollout.",
          .options = std::move(options),
          .make = make_from<Reinforce>};
}

}  // namespace saccade
