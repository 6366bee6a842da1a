#include "experiments/sweep/sweep_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "experiments/files/csv_line.h"
#include "experiments/report/progress_text.h"
#include "experiments/report/text_table.h"
#include "experiments/sweep/sweep_labels.h"

namespace saccade {
namespace {

std::string state_name(const RunStatus& status, const PlannedRun& run) {
  switch (status.state) {
    case RunState::kDone:
      return run.until > 0 ? "stopped" : "done";
    case RunState::kFailed:
      return "failed";
    default:
      return "unfinished";
  }
}

std::string field(double value) {
  return std::isnan(value) ? "" : fmt::format("{}", value);
}

std::string plain(const ConfigValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : format_value(value);
}

std::vector<std::string> header(const SweepPlan& plan) {
  std::vector<std::string> fields = {"trial", "config", "seed"};
  if (!plan.trials.front().variant.name.empty()) fields.emplace_back("variant");
  for (const Setting& setting : plan.trials.front().settings) fields.push_back(setting.key);
  for (const char* column :
       {"state", "step", "last_evaluation", "best_evaluation", "wall_seconds", "run"}) {
    fields.emplace_back(column);
  }
  return fields;
}

std::vector<std::string> row(const SweepPlan& plan, const PlannedRun& run,
                             const RunStatus& status) {
  std::vector<std::string> fields = {std::to_string(run.trial + 1), config_label(run.config),
                                     std::to_string(run.seed)};
  const Trial& trial = plan.trials[run.trial];
  if (!trial.variant.name.empty()) fields.push_back(trial.variant.name);
  for (const Setting& setting : trial.settings) fields.push_back(plain(setting.value));
  fields.push_back(state_name(status, run));
  fields.push_back(std::to_string(status.progress.step));
  fields.push_back(field(status.progress.last_evaluation));
  fields.push_back(field(status.progress.best_evaluation));
  fields.push_back(field(status.progress.wall_seconds));
  fields.push_back(run.folder.string());
  return fields;
}

bool is_better(const TrialScore& a, const TrialScore& b) {
  const auto reached = [](const TrialScore& score) {
    return score.until == 0 ? std::numeric_limits<std::int64_t>::max() : score.until;
  };
  if (reached(a) != reached(b)) return reached(a) > reached(b);
  return !std::isnan(a.score) && (std::isnan(b.score) || a.score > b.score);
}

std::vector<std::string> table_row(const TrialScore& score, const Trial& trial) {
  return {describe_trial(trial), std::to_string(score.trial + 1), format_count(score.steps),
          format_figure(score.score)};
}

}  // namespace

std::string sweep_csv(const SweepPlan& plan, const std::vector<RunStatus>& states) {
  std::string text = csv_line(header(plan)) + "\r\n";
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    text += csv_line(row(plan, plan.runs[i], states[i])) + "\r\n";
  }
  return text;
}

std::vector<TrialScore> trial_scores(const SweepPlan& plan, const std::vector<RunStatus>& states) {
  std::vector<TrialScore> scores;
  std::vector<double> counts;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const PlannedRun& run = plan.runs[i];
    const std::string config = config_label(run.config);
    const bool is_same =
        !scores.empty() && scores.back().trial == run.trial && scores.back().config == config;
    if (!is_same) {
      scores.push_back({config, run.trial, 0, 0, run.until});
      counts.push_back(0);
    }
    TrialScore& score = scores.back();
    const bool failed = states[i].state == RunState::kFailed;
    score.score += failed ? std::nan("") : states[i].progress.last_evaluation;
    score.steps = std::max(score.steps, states[i].progress.step);
    counts.back() += 1;
  }
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i].score /= counts[i];
  return scores;
}

std::string sweep_table(const SweepPlan& plan, const std::vector<RunStatus>& states) {
  std::map<std::string, std::vector<TrialScore>> by_config;
  for (TrialScore& score : trial_scores(plan, states)) {
    by_config[score.config].push_back(std::move(score));
  }
  std::string text;
  for (auto& [config, scores] : by_config) {
    std::stable_sort(scores.begin(), scores.end(), is_better);
    TextTable table{
        .title = config, .columns = {"settings", "trial", "steps", "last evaluation"}, .rows = {}};
    for (const TrialScore& score : scores) {
      table.rows.push_back(table_row(score, plan.trials[score.trial]));
    }
    text += "\n" + table_text(table);
  }
  return text;
}

}  // namespace saccade
