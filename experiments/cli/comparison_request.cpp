#include "experiments/cli/comparison_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "experiments/cli/policy_scores.h"
#include "experiments/results/compare_runs.h"

namespace saccade {
namespace {

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<double> threshold_of(const CommandLine& line) {
  if (!line.given("threshold")) return std::nullopt;
  const std::optional<double> threshold = number_of(line.text("threshold"));
  if (threshold) return threshold;
  throw Error(
      fmt::format("option '--threshold': found '{}', wanted a number", line.text("threshold")));
}

std::map<std::string, ConfidenceInterval> scales_of(const CommandLine& line) {
  std::map<std::string, ConfidenceInterval> scales;
  for (const std::string& text : line.texts("normalise")) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::vector<std::string> ends =
        parts_of(text.substr(std::min(equals + 1, text.size())), ',');
    const auto low = ends.size() == 2 ? number_of(ends[0]) : std::nullopt;
    const auto high = ends.size() == 2 ? number_of(ends[1]) : std::nullopt;
    if (!low || !high || *low >= *high) {
      throw Error(fmt::format(
          "option '--normalise': found '{}', wanted ENV=LOW,HIGH with LOW below HIGH", text));
    }
    scales[text.substr(0, equals)] = {*low, *high};
  }
  return scales;
}

void check_options(const CommandLine& line) {
  const std::string& final = line.text("final");
  if (final != "last" && final != "best") {
    throw Error(fmt::format("option '--final': found '{}', wanted 'last' or 'best'", final));
  }
  for (const char* option : {"seed", "set", "stochastic", "threads"}) {
    if (!line.given(option) || line.given("episodes")) continue;
    throw Error(fmt::format("option '--{}': wanted --episodes with it: without, nothing is played",
                            option));
  }
  if (line.given("final") && line.given("episodes")) {
    throw Error("option '--final': wanted without --episodes, which scores the best checkpoint");
  }
}

LoadedResults load(const CommandLine& line, const std::vector<std::string>& keys) {
  const std::vector<std::filesystem::path> folders = find_runs(line.all_arguments());
  LoadedResults results = load_results(folders, line.text("metric"));
  const bool by_folder = std::find(keys.begin(), keys.end(), std::string(kFolderKey)) != keys.end();
  for (OmittedRun& run : take_repeated(results.runs, by_folder)) {
    results.omitted.push_back(std::move(run));
  }
  if (results.runs.empty()) {
    throw Error(fmt::format("no run can be compared: '{}': {}",
                            results.omitted.front().folder.string(),
                            results.omitted.front().reason));
  }
  return results;
}

}  // namespace

std::vector<CommandOption> comparison_options() {
  return {
      {"group", "KEY[,KEY]",
       "Group runs by the values of these configuration keys, or by 'folder', the name of the "
       "directory that a run lies in, instead of by all in which they differ."},
      {"metric", "COLUMN", "Column of evals.csv that is the score; more is better.", "return_mean"},
      {"final", "last|best", "Which of a run's evaluations is its final score.", "last"},
      {"episodes", "N",
       "Let the best checkpoint of each run play N episodes now, as saccade eval does, and take "
       "that "
       "as the final score."},
      {"seed", "N", "With --episodes: seed of the first episode.", "0"},
      {"set", "KEY=VALUE",
       "With --episodes: set a configuration key first, such as env.mines=20, which plays all runs "
       "in another world; may be repeated.",
       "", true},
      {"stochastic", "", "With --episodes: sample actions instead of taking the most likely one."},
      {"threads", "N", "With --episodes: number of threads; 0: one per processor.", "0"},
      {"threshold", "X",
       "Score for sample efficiency; without it 90% of what the best group gains."},
      {"baseline", "GROUP", "Group that others are compared with; without it the first."},
      {"normalise", "ENV=LOW,HIGH",
       "Scores of this environment that count as 0 and 1 where several environments are averaged; "
       "may be repeated.",
       "", true},
      plugin_option(),
  };
}

std::optional<Comparison> requested_comparison(const CommandLine& line) {
  check_options(line);
  const std::vector<std::string> keys = parts_of(line.text("group"), ',');
  ComparisonPlan plan{.metric = line.text("metric"),
                      .score_kind = "last evaluation",
                      .baseline = line.text("baseline"),
                      .threshold = threshold_of(line),
                      .scales = scales_of(line)};
  LoadedResults results = load(line, keys);
  const RunGroups groups = group_runs(results.runs, keys);
  std::vector<FinalScore> finals = last_scores(results.runs);
  if (line.text("final") == "best") {
    plan.score_kind = "best evaluation";
    finals = best_scores(results.runs);
  }
  if (line.given("episodes")) {
    std::optional<std::vector<FinalScore>> played = play_final_scores(results.runs, line);
    if (!played) return std::nullopt;
    finals = std::move(*played);
    plan.score_kind = fmt::format("best checkpoint on {} episodes, seeds from {}, {} actions",
                                  line.text("episodes"), line.text("seed"),
                                  line.given("stochastic") ? "sampled" : "most likely");
    for (const std::string& set : line.texts("set")) plan.score_kind += ", " + set;
  }
  Comparison comparison = compare_runs(results.runs, groups, finals, plan);
  comparison.omitted = std::move(results.omitted);
  return comparison;
}

}  // namespace saccade
