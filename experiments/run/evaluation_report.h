// What an evaluation says about a policy: plain statistics over its episodes, as a table or as
// JSON.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "agents/evaluate.h"
#include "envs/core/environment.h"

namespace saccade {

/// The returns of one kind of agents.
struct KindReturns {
  std::string kind;
  double mean = 0;  ///< Over the episodes with agents of this kind; NaN when there was none.
  double std = 0;   ///< Of the sample (n - 1); 0 for one episode.
  /// Of each episode the mean over the kind's agents; nothing when none was there.
  std::vector<std::optional<double>> per_episode{};
};

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
  std::vector<KindReturns> kinds{};                    ///< None unless there are several kinds.
  double length_mean = 0;                              ///< Steps.
  std::vector<std::pair<std::string, int>> outcomes;   ///< Episodes that ended so; all names.
  std::vector<std::pair<std::string, double>> counts;  ///< Means per episode.
  double steps_per_second = 0;
  std::vector<EpisodeSummary> per_episode;  ///< In the order of their seeds.
};

/// `evaluation` must hold at least one episode.
EvaluationReport make_report(const EnvironmentSpec& spec, const Evaluation& evaluation,
                             std::uint64_t seed);

/// "outcomes" and "counts" are there if the environment names some, "kinds" {"<kind>":
/// {"return_mean", "return_std"}} if it has several kinds of agents.  "per_episode" has for each
/// episode {"seed", "return", "length", "outcome" (a name, or null), "counts"}, and with several
/// kinds "returns" {"<kind>": number or null}, so that two evaluations with the same seeds can be
/// compared in pairs.
nlohmann::ordered_json to_json(const EvaluationReport& report);

/// A few lines for people.
std::string to_text(const EvaluationReport& report);

}  // namespace saccade
