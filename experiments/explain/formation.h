// How attention formed: a line per checkpoint of a run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/policy/policy_set.h"
#include "envs/core/registry.h"
#include "experiments/explain/faithfulness.h"

namespace saccade {

/// Of all kinds of agents together.
struct FormationPoint {
  std::int64_t step = 0;
  std::string type;  ///< That gets most attention beside the agent itself; "" for none.
  std::vector<std::pair<std::string, double>> shares;  ///< Of the types, in the last layer.
  double spread = 0;  ///< Tokens attended to: exp(entropy) of the last layer, mean over heads.
  double return_mean = 0;
  /// Of attention, as of Faithfulness; 0 where they cannot be measured.
  Estimate agreement, gain, deletion, insertion;
};

/// How much is measured of each checkpoint.
struct FormationPlan {
  int episodes = 4;
  std::size_t moments = 40;
  std::uint64_t seed = 0;
  int threads = 1;
};

/// The checkpoints of a run's folder, those of most recent training last; none that cannot be read
/// or do not fit.  `policies` are those of one of them.
std::vector<FormationPoint> trace_formation(const std::filesystem::path& folder,
                                            const PolicySet& policies,
                                            const EnvironmentFactory& factory,
                                            const FormationPlan& plan);

/// What stands in such a line, of some policies.
FormationPoint measure_formation(const PolicySet& policies, const EnvironmentFactory& factory,
                                 const FormationPlan& plan);

}  // namespace saccade
