// How far attention, and other ways of ordering entities, explain the decisions of a policy: sums
// over many moments, and a verdict in words.
//
// What is measured, of an order of the entities of a moment, from the likeliest to matter on:
//
//   agreement   Spearman's correlation of its scores with those of leave-one-out
//   deletion    area under the divergence of the policy while the first ones are taken away: high
//               for a good order
//   insertion   the same while the first ones alone are there: low for a good order
//   gain        (D - D_random + I_random - I) / (D_loo - D_random + I_random - I_loo): how much of
//               what leave-one-out is better than a random order it is better, too: 0 of a random
//               order, 1 of leave-one-out
//
// Intervals are those of a bootstrap over episodes, whose moments are alike.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agents/explain/moment.h"
#include "agents/explain/moment_outcome.h"
#include "experiments/statistics/estimate.h"

namespace saccade {

/// How good an order is, over all moments.
struct MethodScore {
  std::string method;  ///< Of rankings.h, or a head: "block 1 head 2".
  Estimate agreement, deletion, insertion, gain;
  RemovalCurves curves;  ///< Means.
};

enum class Verdict { kFaithful, kPartly, kUnfaithful };

/// "faithful", "partly", "unfaithful".
const char* name_of(Verdict verdict);

struct Faithfulness {
  std::optional<Verdict> verdict{};  ///< None where attention has nothing to say: see `sentence`.
  std::string sentence{};
  std::size_t moments = 0;
  double entities = 0;                 ///< Mean number per moment.
  std::vector<MethodScore> methods{};  ///< In the order of rankings.h, as far as they apply.
  std::vector<MethodScore> heads{};
  Estimate randomised{};  ///< Agreement of attention of random weights; see MomentOutcome.
  /// By how much leave-one-out is better than a random order, nats: what gains are measured by.
  Estimate yardstick{};
  double completeness_error = 0;  ///< Of integrated gradients, of the difference: 0.01 is 1%.

  /// Null if there is none.
  const MethodScore* find(const std::string& method) const;
  /// That with the largest gain, but for leave-one-out, which they are measured by; null if there
  /// is none.
  const MethodScore* best() const;
};

/// From these on a correlation of random weights is a finding: weights that nobody trained say
/// nothing, so neither does as high a correlation of trained ones.
inline constexpr double kRandomisedLimit = 0.1;

/// `outcomes` [moments]; of no moment it says that there is nothing to rank.
Faithfulness judge(std::span<const DecisionMoment> moments,
                   std::span<const MomentOutcome> outcomes);

/// Says why there is no verdict.
Faithfulness no_verdict(const std::string& sentence);

/// "integrated gradients" for "integrated_gradients".
std::string method_words(const std::string& method);

}  // namespace saccade
