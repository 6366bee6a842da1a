// How well each way of ordering entities tells what a policy's decisions hang on, moment by moment.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "agents/explain/rankings.h"
#include "agents/explain/removal_curves.h"
#include "agents/policy/policy_set.h"

namespace saccade {

/// One way of ordering the entities of one moment.
struct MethodOutcome {
  Ranking ranking;
  double agreement = 0;  ///< Spearman's correlation of its scores with those of leave-one-out.
  RemovalCurves curves;
};

struct MomentOutcome {
  std::vector<EntityPlace> entities;
  std::vector<MethodOutcome> methods;  ///< As far as they apply, in the order of rankings.h.
  std::vector<MethodOutcome> heads;    ///< By each head of each layer.
  /// Spearman's correlation of the attention of policies with random weights with leave-one-out of
  /// this policy, mean over them; 0 where the encoder does not attend.
  double randomised_agreement = 0;
  double difference = 0;  ///< As of FeatureAttribution.
  double error = 0;
};

struct OutcomePlan {
  int random_orders = 5;        ///< Whose curves are averaged.
  int randomised_policies = 5;  ///< 0: none.
  int threads = 1;              ///< The result does not depend on it.
};

/// Fewer entities than these have no order.
inline constexpr std::size_t kFewestEntities = 2;

/// [moments] The moments must have entities that can be ordered, and the policies must be able to
/// do without (PolicyProbe::can_remove).
std::vector<MomentOutcome> explain_moments(const PolicySet& policies,
                                           std::span<const DecisionMoment> moments,
                                           const OutcomePlan& plan);

}  // namespace saccade
