#include "experiments/run/run_log.h"

#include <cmath>

namespace saccade {
namespace {

/// "<kind>.return_mean" of each kind, if there are several.
void add_kinds(const EnvironmentSpec& spec, std::vector<std::string>& columns) {
  if (spec.kinds.size() == 1) return;
  for (const AgentKind& kind : spec.kinds) columns.push_back(kind.prefix() + "return_mean");
}

std::vector<std::string> metrics_columns(const EnvironmentSpec& spec,
                                         const std::vector<std::string>& metrics) {
  std::vector<std::string> columns = {"step", "wall_seconds", "episodes", "return_mean",
                                      "length_mean"};
  add_kinds(spec, columns);
  columns.insert(columns.end(), metrics.begin(), metrics.end());
  columns.emplace_back("steps_per_second");
  return columns;
}

std::vector<std::string> evaluation_columns(const EnvironmentSpec& spec,
                                            const std::vector<std::string>& more) {
  std::vector<std::string> columns = {"step",       "wall_seconds", "episodes",   "return_mean",
                                      "return_std", "return_min",   "return_max", "length_mean"};
  add_kinds(spec, columns);
  for (const std::string& outcome : spec.outcomes) columns.push_back("outcome." + outcome);
  for (const std::string& count : spec.counts) columns.push_back("count." + count);
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

/// Every update has a row.
std::optional<LogEnd> end_of_metrics(const std::optional<LogResume>& resume) {
  if (!resume) return std::nullopt;
  if (resume->step == 0) return LogEnd{};
  return LogEnd{resume->step, resume->step, resume->update_steps};
}

std::optional<LogEnd> end_of_evaluations(const std::optional<LogResume>& resume) {
  if (!resume) return std::nullopt;
  return LogEnd{resume->step, resume->last_evaluation};
}

}  // namespace

RunLog::RunLog(const std::filesystem::path& folder, const EnvironmentSpec& spec,
               const std::vector<std::string>& metrics, const std::vector<std::string>& more,
               const std::optional<LogResume>& resume)
    : metrics_columns_(metrics_columns(spec, metrics)),
      evaluation_columns_(evaluation_columns(spec, more)),
      metrics_(folder / "metrics.csv", metrics_columns_, end_of_metrics(resume)),
      evaluations_(folder / "evals.csv", evaluation_columns_, end_of_evaluations(resume)),
      events_(folder, resume ? resume->step + 1 : 0) {}

std::vector<std::string> RunLog::open() {
  metrics_.open();
  evaluations_.open();
  std::vector<std::string> notes = metrics_.notes();
  notes.insert(notes.end(), evaluations_.notes().begin(), evaluations_.notes().end());
  return notes;
}

void RunLog::add_update(std::int64_t step, double wall_seconds, double steps_per_second,
                        const RecentEpisodes& recent, const UpdateMetrics& metrics) {
  std::vector<double> values = {wall_seconds, static_cast<double>(recent.episodes()),
                                recent.return_mean(), recent.length_mean()};
  for (const auto& [kind, mean] : recent.kind_returns()) values.push_back(mean);
  for (const Metric& metric : metrics.values) values.push_back(metric.value);
  values.push_back(steps_per_second);
  add(metrics_, "train", metrics_columns_, step, values);
}

void RunLog::add_evaluation(std::int64_t step, double wall_seconds, const EvaluationReport& report,
                            const std::vector<double>& more) {
  std::vector<double> values = {wall_seconds,       static_cast<double>(report.episodes),
                                report.return_mean, report.return_std,
                                report.return_min,  report.return_max,
                                report.length_mean};
  for (const KindReturns& kind : report.kinds) values.push_back(kind.mean);
  for (const auto& [name, number] : report.outcomes) values.push_back(number);
  for (const auto& [name, mean] : report.counts) values.push_back(mean);
  values.insert(values.end(), more.begin(), more.end());
  add(evaluations_, "eval", evaluation_columns_, step, values);
}

void RunLog::sync() {
  metrics_.sync();
  evaluations_.sync();
  events_.sync();
}

void RunLog::add(CsvLog& csv, const std::string& group, const std::vector<std::string>& columns,
                 std::int64_t step, const std::vector<double>& values) {
  csv.append(step, values);
  std::vector<std::pair<std::string, double>> scalars;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    scalars.emplace_back(group + "/" + columns[i + 1], values[i]);
  }
  events_.add(step, scalars);
}

}  // namespace saccade
