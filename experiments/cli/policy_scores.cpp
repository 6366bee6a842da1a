#include "experiments/cli/policy_scores.h"

#include <fmt/format.h>

#include <cmath>

#include "experiments/cli/watched_evaluation.h"
#include "experiments/run/evaluation_report.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

/// The score that an evaluation with that column would have.
std::optional<double> column_of(const EvaluationReport& report, const std::string& column) {
  if (column == "return_mean") return report.return_mean;
  if (column == "return_std") return report.return_std;
  if (column == "return_min") return report.return_min;
  if (column == "return_max") return report.return_max;
  if (column == "length_mean") return report.length_mean;
  for (const KindReturns& kind : report.kinds) {
    if (column == kind.kind + ".return_mean") return kind.mean;
  }
  for (const auto& [name, number] : report.outcomes) {
    if (column == "outcome." + name) return static_cast<double>(number) / report.episodes;
  }
  for (const auto& [name, mean] : report.counts) {
    if (column == "count." + name) return mean;
  }
  return std::nullopt;
}

std::optional<FinalScore> play(const RunResults& run, const CommandLine& line,
                               RegisteredEnvironments& environments, InterruptGuard& guard) {
  LoadedRun loaded = load_run(run.folder.string(), line.texts("set"), environments);
  loaded.config.threads = line.whole<int>("threads", 0, 1024);
  const EnvironmentFactory factory = environment_factory(loaded.config, environments);
  const EnvironmentSpec spec = spec_of(factory);
  const EvaluationPlan plan{.episodes = line.whole<int>("episodes", 1),
                            .seed = line.whole<std::uint64_t>("seed"),
                            .stochastic = line.given("stochastic"),
                            .threads = thread_count(loaded.config),
                            .stop = &guard.flag()};
  const Evaluation evaluation =
      evaluate_watched(&loaded.policies, factory, spec, plan, guard, loaded.config);
  if (evaluation.stopped) return std::nullopt;
  const std::optional<double> score =
      column_of(make_report(spec, evaluation, plan.seed), line.text("metric"));
  if (score && std::isfinite(*score)) return FinalScore{*score, loaded.step};
  if (score) {
    throw Error(fmt::format("'{}': no episode of {} has a '{}'; wanted more --episodes",
                            run.folder.string(), plan.episodes, line.text("metric")));
  }
  throw Error(
      fmt::format("option '--metric': found '{}', wanted a return, a length, an outcome or "
                  "a count: --episodes gives no other",
                  line.text("metric")));
}

}  // namespace

std::optional<std::vector<FinalScore>> play_final_scores(const std::vector<RunResults>& runs,
                                                         const CommandLine& line) {
  RegisteredEnvironments environments;
  environments.load_all(line.texts("plugin"));
  InterruptGuard guard;
  std::vector<FinalScore> scores;
  for (const RunResults& run : runs) {
    const std::optional<FinalScore> score = play(run, line, environments, guard);
    if (!score) return std::nullopt;
    scores.push_back(*score);
  }
  return scores;
}

}  // namespace saccade
