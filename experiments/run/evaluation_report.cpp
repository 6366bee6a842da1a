#include "experiments/run/evaluation_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saccade {

namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sample_deviation(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return 0;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

void fill_returns(EvaluationReport& report, const std::vector<double>& returns) {
  report.return_mean = mean_of(returns);
  report.return_std = sample_deviation(returns, report.return_mean);
  const auto [min, max] = std::minmax_element(returns.begin(), returns.end());
  report.return_min = *min;
  report.return_max = *max;
  const double half = 1.96 * report.return_std / std::sqrt(static_cast<double>(returns.size()));
  report.return_ci95 = {report.return_mean - half, report.return_mean + half};
}

KindReturns returns_of(const EnvironmentSpec& spec, std::size_t kind,
                       const std::vector<EpisodeSummary>& episodes) {
  KindReturns report{.kind = spec.kinds[kind].name};
  std::vector<double> returns;
  for (const EpisodeSummary& episode : episodes) {
    report.per_episode.push_back(episode.mean_return(spec, kind));
    if (report.per_episode.back()) returns.push_back(*report.per_episode.back());
  }
  report.mean = mean_of(returns);
  report.std = sample_deviation(returns, report.mean);
  return report;
}

void fill_kinds(EvaluationReport& report, const EnvironmentSpec& spec,
                const std::vector<EpisodeSummary>& episodes) {
  if (spec.kinds.size() == 1) return;
  for (std::size_t k = 0; k < spec.kinds.size(); ++k) {
    report.kinds.push_back(returns_of(spec, k, episodes));
  }
}

void fill_outcomes(EvaluationReport& report, const EnvironmentSpec& spec,
                   const std::vector<EpisodeSummary>& episodes) {
  for (const std::string& name : spec.outcomes) report.outcomes.emplace_back(name, 0);
  for (const EpisodeSummary& episode : episodes) {
    if (episode.outcome >= 0) ++report.outcomes[static_cast<std::size_t>(episode.outcome)].second;
  }
}

void fill_counts(EvaluationReport& report, const EnvironmentSpec& spec,
                 const std::vector<EpisodeSummary>& episodes) {
  for (std::size_t i = 0; i < spec.counts.size(); ++i) {
    double sum = 0;
    for (const EpisodeSummary& episode : episodes) sum += static_cast<double>(episode.counts[i]);
    report.counts.emplace_back(spec.counts[i], sum / static_cast<double>(episodes.size()));
  }
}

nlohmann::ordered_json to_json(const EpisodeSummary& episode, const EvaluationReport& report) {
  nlohmann::ordered_json json = {{"seed", episode.seed},
                                 {"return", episode.mean_return()},
                                 {"length", episode.length},
                                 {"outcome", nullptr},
                                 {"counts", nlohmann::ordered_json::object()}};
  if (episode.outcome >= 0) {
    json["outcome"] = report.outcomes[static_cast<std::size_t>(episode.outcome)].first;
  }
  for (std::size_t i = 0; i < episode.counts.size(); ++i) {
    json["counts"][report.counts[i].first] = episode.counts[i];
  }
  return json;
}

}  // namespace

EvaluationReport make_report(const EnvironmentSpec& spec, const Evaluation& evaluation,
                             std::uint64_t seed) {
  EvaluationReport report;
  report.env = spec.id;
  report.episodes = static_cast<int>(evaluation.episodes.size());
  report.seed = seed;
  std::vector<double> returns;
  std::vector<double> lengths;
  for (const EpisodeSummary& episode : evaluation.episodes) {
    returns.push_back(episode.mean_return());
    lengths.push_back(episode.length);
  }
  fill_returns(report, returns);
  fill_kinds(report, spec, evaluation.episodes);
  report.length_mean = mean_of(lengths);
  fill_outcomes(report, spec, evaluation.episodes);
  fill_counts(report, spec, evaluation.episodes);
  report.steps_per_second =
      static_cast<double>(evaluation.steps) / std::max(evaluation.seconds, 1e-9);
  report.per_episode = evaluation.episodes;
  return report;
}

nlohmann::ordered_json to_json(const EvaluationReport& report) {
  nlohmann::ordered_json json = {
      {"env", report.env},
      {"episodes", report.episodes},
      {"seed", report.seed},
      {"return_mean", report.return_mean},
      {"return_std", report.return_std},
      {"return_min", report.return_min},
      {"return_max", report.return_max},
      {"return_ci95", report.return_ci95},
      {"length_mean", report.length_mean},
  };
  for (const KindReturns& kind : report.kinds) {
    json["kinds"][kind.kind] = {{"return_mean", kind.mean}, {"return_std", kind.std}};
  }
  for (const auto& [name, number] : report.outcomes) json["outcomes"][name] = number;
  for (const auto& [name, mean] : report.counts) json["counts"][name] = mean;
  json["steps_per_second"] = report.steps_per_second;
  for (std::size_t i = 0; i < report.per_episode.size(); ++i) {
    nlohmann::ordered_json episode = to_json(report.per_episode[i], report);
    for (const KindReturns& kind : report.kinds) {
      const std::optional<double>& own = kind.per_episode[i];
      episode["returns"][kind.kind] =
          own ? nlohmann::ordered_json(*own) : nlohmann::ordered_json(nullptr);
    }
    json["per_episode"].push_back(std::move(episode));
  }
  return json;
}

std::string to_text(const EvaluationReport& report) {
  std::string text = fmt::format(
      "return    {:.2f} +- {:.2f}  (95% of the mean: {:.2f} to {:.2f}; range {:.2f} to {:.2f})\n",
      report.return_mean, report.return_std, report.return_ci95[0], report.return_ci95[1],
      report.return_min, report.return_max);
  for (const KindReturns& kind : report.kinds) {
    text += fmt::format("          {}: {:.2f} +- {:.2f}\n", kind.kind, kind.mean, kind.std);
  }
  text += fmt::format("length    {:.1f} steps\n", report.length_mean);
  for (const auto& [name, number] : report.outcomes) {
    text += fmt::format("outcome   {}: {} of {}\n", name, number, report.episodes);
  }
  for (const auto& [name, mean] : report.counts) {
    text += fmt::format("count     {}: {:.2f} per episode\n", name, mean);
  }
  return text + fmt::format("speed     {:.0f} steps per second\n", report.steps_per_second);
}

}  // namespace saccade
