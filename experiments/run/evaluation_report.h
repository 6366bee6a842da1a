// What an evaluation says about a policy: plain statistics over its episodes, as a table or as
// JSON.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "agents/evaluate.h"
#include "envs/core/environment.h"

namespace saccade {

/// Statistics over episodes.  An episode of several agents counts with its mean return.
struct EvaluationReport {
  std::string env;
  int episodes = 0;
  std::uint64_t seed = 0;  ///< Of the first episode.
  double return_mean = 0;
  double return_std = 0;  ///< Of the sample (n - 1); 0 for one episode.
  double return_min = 0;
  double return_max = 0;
  /// 95% confidence interval of the mean by the normal approximation: mean +- 1.96 std / sqrt(n).
  std::array<double, 2> return_ci95{};
  double length_mean = 0;                              ///< Steps.
  std::vector<std::pair<std::string, int>> outcomes;   ///< Episodes that ended so; all names.
  std::vector<std::pair<std::string, double>> counts;  ///< Means per episode.
  double steps_per_second = 0;
  std::vector<EpisodeSummary> per_episode;  ///< In the order of their seeds.
};

/// `evaluation` must hold at least one episode.
EvaluationReport make_report(const EnvironmentSpec& spec, const Evaluation& evaluation,
                             std::uint64_t seed);

/// "outcomes" and "counts" are there if the environment names some.  "per_episode" has for each
/// episode {"seed", "return", "length", "outcome" (a name, or null), "counts"}, so that two
/// evaluations with the same seeds can be compared in pairs.
nlohmann::ordered_json to_json(const EvaluationReport& report);

/// A few lines for people.
std::string to_text(const EvaluationReport& report);

}  // namespace saccade
