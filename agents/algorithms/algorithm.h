// What a policy-gradient algorithm decides: the targets of a trajectory, the loss of a sample, how
// often a rollout is passed over and what stops it, and which metrics it reports.  Everything else
// (collecting, minibatches, gradients, the optimiser, saving) is shared and knows no algorithm.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agents/algorithms/trajectories.h"

namespace saccade {

/// One sample: what was recorded about it, what was estimated since, and what the policy says now.
template <class T>
struct LossInput {
  T log_prob;      ///< Of the action taken, by the policy as it is now.
  T entropy;       ///< Of the policy now, nats, summed over action heads.
  T value;         ///< Of the observation, now.
  T old_log_prob;  ///< When it was collected.
  T old_value;     ///< Before the update.
  T advantage;
  T target_return;
};

/// Derivatives of a sample's loss.
template <class T>
struct LossGradient {
  T by_log_prob;
  T by_entropy;
  T by_value;
};

/// Sums over samples of what an algorithm reports, in the order of Algorithm::metrics().
struct MetricSums {
  static constexpr std::size_t kMost = 8;
  std::array<double, kMost> values{};

  void add(const MetricSums& other) {
    for (std::size_t i = 0; i < kMost; ++i) values[i] += other.values[i];
  }
};

/// One of an algorithm's metrics: a mean over samples and minibatches.
struct MetricSpec {
  std::string name;            ///< A column of metrics.csv: "policy_loss".
  bool must_be_finite = true;  ///< Training ends with an error when it is not.
};

/// What gets mean 0 and standard deviation 1 together.
enum class Normalise {
  kNone,
  kMinibatch,  ///< The advantages of each minibatch.
  kBatch,      ///< Those of the whole rollout.
};

class Algorithm {
 public:
  virtual ~Algorithm() = default;

  /// How often an update passes over its rollout ...
  virtual int epochs() const { return 1; }
  /// ... and in how many minibatches.
  virtual int minibatches() const { return 1; }
  /// Which advantages are normalised together.
  virtual Normalise advantage_normalisation() const { return Normalise::kNone; }
  /// By how many updates the parameters that collect a rollout are older than those that learn from
  /// it.  With 1 or more, the next rollout is collected while an update goes on, and
  /// Trajectories::log_ratios tells of the difference.
  virtual int lag() const { return 0; }
  /// Names what `loss` reports; at most MetricSums::kMost.
  virtual std::vector<MetricSpec> metrics() const = 0;

  /// Which of the metrics estimates KL(old || new), by which optimiser.schedule = kl_adaptive
  /// steers the learning rate; nothing: it has none.
  virtual std::optional<std::size_t> kl_metric() const { return std::nullopt; }

  /// Called before each update: the part of the training that is done, in [0, 1].
  virtual void set_progress(float /*progress*/) {}
  /// Advantages and returns of each step; a return is what the value shall foretell (the metric
  /// explained_variance says how well it does).  Generalised advantage estimation unless
  /// overridden.  Called by several threads at once, as `loss` is.
  virtual void estimate(const Trajectories& trajectories, const Discount& discount,
                        Targets& targets) const;
  /// Whether an estimated advantage is what the value leaves of the return, R - V.
  virtual bool advantages_are_errors() const { return true; }
  /// The derivatives of `weight` times the sample's loss.  Adds its metrics, unweighted, to `sums`.
  virtual LossGradient<float> loss(const LossInput<float>& sample, float weight,
                                   MetricSums& sums) const = 0;
  /// The same in double precision, for checks of the gradient.
  virtual LossGradient<double> loss(const LossInput<double>& sample, double weight,
                                    MetricSums& sums) const = 0;
  /// Whether an update ends before its next step, given the means of a minibatch's metrics.
  virtual bool stops(const MetricSums& /*means*/) const { return false; }
};

/// An algorithm that writes its loss once for both precisions, as a public template
///   LossGradient<T> loss_of(const LossInput<T>& sample, T weight, MetricSums& sums) const;
template <class Derived>
class LossTemplate : public Algorithm {
 public:
  LossGradient<float> loss(const LossInput<float>& sample, float weight,
                           MetricSums& sums) const final {
    return static_cast<const Derived&>(*this).loss_of(sample, weight, sums);
  }
  LossGradient<double> loss(const LossInput<double>& sample, double weight,
                            MetricSums& sums) const final {
    return static_cast<const Derived&>(*this).loss_of(sample, weight, sums);
  }
};

}  // namespace saccade
