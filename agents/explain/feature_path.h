// How a choice depends on the features of entities: gradients along the straight path from average
// entities to those that were seen.
//
//   x(a) = x0 + a (x1 - x0)            x1 what was seen, x0 the average of the entity's type
//   f(x) = log pi(c1 | x) - log pi'(c0 | x)
//
// c1 is the likeliest action at x1, c0 that at x0; log pi' sums over the heads that choose
// otherwise at x0 than at x1 alone.  So f is the log-probability of the choice where average
// entities would have led to the same, and the log of how much rather it is chosen where they would
// not.  With normal numbers, whose log-density has no slope at its peak, it is the shift of the
// mean.
//
//   integrated gradients  IG_i = (x1_i - x0_i) . mean over a of df/dx_i (x(a))
//   gradient x input      GI_i = (x1_i - x0_i) . df/dx_i (x1)
//
// The IG of all entities add up to f(x1) - f(x0) (completeness).  The agent itself, and rays and
// images, stay as they were seen.
#pragma once

#include <span>
#include <vector>

#include "agents/explain/kept_rows.h"
#include "agents/policy/policy_impl.h"

namespace saccade {

/// [token types][features] As a network reads them.
using AverageFeatures = std::vector<std::vector<double>>;

/// What each removable entity adds to the choice.
struct FeatureAttribution {
  std::vector<double> integrated;      ///< [entities] Integrated gradients.
  std::vector<double> gradient_input;  ///< [entities] Gradient times input.
  double difference = 0;               ///< f(x1) - f(x0)
  double error = 0;                    ///< |sum of `integrated` - difference|
};

/// One policy's; used by one thread.
class FeaturePath {
 public:
  /// Of a policy with PolicyConfig::feature_gradient, which must outlive it.
  explicit FeaturePath(const Policy::Impl& policy);

  /// Of the first sample of a batch, which is normalised; `held` is what the agent remembers.
  FeatureAttribution attribute(const FeatureBatch& seen, std::span<const float> held,
                               std::span<const EntityPlace> entities,
                               const AverageFeatures& averages);

 private:
  using Sums = std::vector<std::vector<double>>;  // [token types][rows x features]

  void fill(const FeatureBatch& seen, std::span<const double> places);
  void choose_ends(const FeatureBatch& seen);
  void evaluate(std::span<const double> places, const FeatureBatch& seen);
  void add_slopes(double weight, Sums& sums);
  void backward(const std::vector<float>& actions, float sign);
  std::vector<double> along_path(const FeatureBatch& seen, int steps);
  std::vector<double> contributions(const FeatureBatch& seen, const Sums& slopes) const;
  int most_samples(const FeatureBatch& seen) const;

  const Policy::Impl& policy_;
  FeatureBatch batch_;
  NetworkInput<float> input_;
  NetworkPass<float> pass_;
  std::vector<float> held_;          // [samples x state_width]
  std::span<const float> own_held_;  // [state_width]
  std::span<const EntityPlace> entities_;
  const AverageFeatures* averages_ = nullptr;
  std::vector<float> choice_, other_choice_;    // [action_width] c1 and c0
  std::vector<bool> contrasts_;                 // [heads] whether they differ.
  std::vector<float> choices_, other_choices_;  // [samples x action_width]
  std::vector<double> targets_;                 // [samples] f
  std::vector<std::vector<float>> slopes_;      // [token types][rows x features] df/dx
  std::vector<float*> wanted_;                  // [token types] slopes_
  std::vector<float> ignored_;                  // The gradient by the parameters.
};

}  // namespace saccade
