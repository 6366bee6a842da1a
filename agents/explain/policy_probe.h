// A policy that is asked about moments: what it would do and value if entities were missing, which
// features its choice hangs on, and what it attends to.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "agents/explain/feature_path.h"
#include "agents/explain/kept_rows.h"
#include "agents/explain/moment.h"
#include "agents/policy/policy.h"
#include "envs/core/decision.h"

namespace saccade {

/// By how much a decision changes.
struct DecisionChange {
  /// The Kullback-Leibler divergence, nats, of the policy as it was from the one that is left, over
  /// the choices that are left.
  double divergence = 0;
  double value = 0;  ///< The value then minus the value as it was.
};

/// A copy of a policy, for one thread.  What the agent remembers is held fixed.
class PolicyProbe {
 public:
  explicit PolicyProbe(const Policy& policy);
  /// With the policy's statistics of observations, but weights drawn anew from `seed` (Adebayo et
  /// al. 2018, "Sanity Checks for Saliency Maps").
  static PolicyProbe randomised(const Policy& policy, std::uint64_t seed);
  PolicyProbe(PolicyProbe&&) noexcept;
  ~PolicyProbe();

  /// Whether rows may be missing: an encoder of fixed rows (mlp) cannot do without.
  bool can_remove() const;

  AttentionWeights attention(const DecisionMoment& moment);

  /// [subsets] The changes when only these entities stay.
  std::vector<DecisionChange> changes(const DecisionMoment& moment,
                                      std::span<const EntityPlace> entities,
                                      std::span<const KeptEntities> subsets);

  /// [token types][features] What the policy reads of the average entity of each type: 0 where it
  /// normalises observations, else the mean over what it sees at these moments, all of its kind.
  AverageFeatures averages(std::span<const DecisionMoment* const> moments);

  /// Along the straight path from the average entity of each type to what was seen (Sundararajan,
  /// Taly & Yan 2017).  What is explained is the log-probability of the likeliest action, less, for
  /// each head that would choose otherwise among average entities, that of its other choice.
  FeatureAttribution attribute(const DecisionMoment& moment, std::span<const EntityPlace> entities,
                               const AverageFeatures& averages);

 private:
  struct Impl;
  explicit PolicyProbe(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
