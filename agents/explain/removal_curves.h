// Deletion and insertion curves: how a decision changes while entities go, or come, in some order
// (Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural Network Has Learned";
// Petsiuk et al. 2018).
#pragma once

#include <array>
#include <span>
#include <vector>

#include "agents/explain/policy_probe.h"

namespace saccade {

/// Shares of the entities that are taken away or put back: 0, 1/10, ..., 1, rounded up to whole
/// entities.
inline constexpr std::size_t kBudgets = 10;

/// From the decision with all entities, at each budget.
struct RemovalCurve {
  std::array<double, kBudgets + 1> divergence{};  ///< Nats.
  std::array<double, kBudgets + 1> value{};       ///< |change of the value|

  void add(const RemovalCurve& other, double weight);
};

/// The mean height of a curve over the share of entities, by the trapezoidal rule.
double area_under(const std::array<double, kBudgets + 1>& curve);

struct RemovalCurves {
  RemovalCurve deletion;   ///< The first ones of the order are gone; all others stay.
  RemovalCurve insertion;  ///< The first ones alone are there.
};

/// The curves of several orders of the same entities of one moment; each set of entities that
/// occurs is evaluated once.
std::vector<RemovalCurves> removal_curves(PolicyProbe& probe, const DecisionMoment& moment,
                                          std::span<const EntityPlace> entities,
                                          std::span<const std::vector<std::size_t>> orders);

}  // namespace saccade
