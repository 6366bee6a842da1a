// Proximal policy optimisation (Schulman et al. 2017).
#include <fmt/format.h>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/linear_schedule.h"
#include "agents/algorithms/losses.h"

namespace saccade {
namespace {

/// Places of the metrics.
enum Place { kPolicyLoss, kValueLoss, kEntropy, kApproxKl, kClipFraction };

Normalise normalisation(const std::string& name) {
  if (name == "minibatch") return Normalise::kMinibatch;
  return name == "batch" ? Normalise::kBatch : Normalise::kNone;
}

float checked_dual_clip(float dual_clip) {
  if (dual_clip == 0 || dual_clip > 1) return dual_clip;
  throw Error(fmt::format("ppo.dual_clip: found {}, wanted 0 or more than 1", dual_clip));
}

class Ppo final : public LossTemplate<Ppo> {
 public:
  explicit Ppo(const Options& options)
      : epochs_(options.get<int>("epochs")),
        minibatches_(options.get<int>("minibatches")),
        clip_(options, "clip"),
        dual_clip_(checked_dual_clip(number(options, "dual_clip"))),
        value_clip_(number(options, "value_clip")),
        value_coefficient_(number(options, "value_coefficient")),
        entropy_coefficient_(options, "entropy_coefficient"),
        target_kl_(static_cast<double>(number(options, "target_kl"))),
        normalisation_(normalisation(options.get<std::string>("normalise_advantages"))) {}

  int epochs() const override { return epochs_; }
  int minibatches() const override { return minibatches_; }
  Normalise advantage_normalisation() const override { return normalisation_; }
  std::optional<std::size_t> kl_metric() const override { return kApproxKl; }
  std::vector<MetricSpec> metrics() const override {
    return {{"policy_loss"},
            {"value_loss"},
            {"entropy"},
            {.name = "approx_kl", .must_be_finite = false},
            {"clip_fraction"}};
  }

  void set_progress(float progress) override {
    clip_.set_progress(progress);
    entropy_coefficient_.set_progress(progress);
  }
  bool stops(const MetricSums& means) const override {
    return target_kl_ > 0 && means.values[kApproxKl] > target_kl_;
  }

  template <class T>
  LossGradient<T> loss_of(const LossInput<T>& sample, T weight, MetricSums& sums) const {
    const SurrogateLoss<T> policy =
        surrogate_loss(sample.log_prob, sample.old_log_prob, sample.advantage,
                       static_cast<T>(clip_.now()), static_cast<T>(dual_clip_));
    const ValueLoss<T> value = value_loss(sample.value, sample.old_value, sample.target_return,
                                          static_cast<T>(value_clip_));
    sums.values[kPolicyLoss] += static_cast<double>(policy.loss);
    sums.values[kValueLoss] += static_cast<double>(value.loss);
    sums.values[kEntropy] += static_cast<double>(sample.entropy);
    sums.values[kApproxKl] += static_cast<double>(policy.kl);
    sums.values[kClipFraction] += policy.clipped ? 1.0 : 0.0;
    return {weight * policy.d_log_prob, -weight * static_cast<T>(entropy_coefficient_.now()),
            weight * static_cast<T>(value_coefficient_) * value.d_value};
  }

 private:
  int epochs_, minibatches_;
  LinearSchedule clip_;
  float dual_clip_, value_clip_, value_coefficient_;
  LinearSchedule entropy_coefficient_;
  double target_kl_;
  Normalise normalisation_;
};

}  // namespace

AlgorithmEntry ppo_entry() {
  constexpr double kLarge = 1e6;
  return {
      .name = "ppo",
      .summary =
          "Proximal policy optimisation (Schulman et al. 2017): several passes over each "
          "rollout, with clipped probability ratios.",
      .options =
          {{"epochs", 4, "Passes over the rollout in each update.", 1, 1000},
           {"minibatches", 8, "Minibatches per pass.", 1, 65536},
           {"clip", 0.2, "Clip range of the probability ratio at the start of training.", 0, 10},
           {"clip_final", 0.2, "Clip range at the end of training, reached linearly.", 0, 10},
           {"dual_clip", 0.0,
            "Where the advantage is negative: ratio above which a sample pulls no more, more than "
            "1 (Ye et al. 2020); 0: no limit.",
            0, kLarge},
           {"value_clip", 0.0, "Clip range of the value; 0: it is not clipped.", 0, kLarge},
           {"value_coefficient", 0.5, "Weight of the value loss.", 0, kLarge},
           {"entropy_coefficient", 0.03, "Weight of the entropy bonus at the start of training.", 0,
            kLarge},
           {"entropy_coefficient_final", 0.0,
            "Weight of the entropy bonus at the end of training, reached linearly.", 0, kLarge},
           {"target_kl", 0.0, "KL divergence above which an update ends early, nats; 0: never.", 0,
            kLarge},
           {.name = "normalise_advantages",
            .default_value = std::string("minibatch"),
            .help = "Which advantages get mean 0 and standard deviation 1 together: those of each "
                    "minibatch, those of the rollout (batch), or none.",
            .choices = {"minibatch", "batch", "none"}}},
      .make = make_from<Ppo>};
}

}  // namespace saccade
