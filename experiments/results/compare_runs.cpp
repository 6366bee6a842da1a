#include "experiments/results/compare_runs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cmath>
#include <limits>

#include "envs/core/error.h"
#include "experiments/results/group_curve.h"
#include "experiments/statistics/improvement.h"
#include "experiments/statistics/interquartile_mean.h"
#include "experiments/statistics/mean_interval.h"
#include "experiments/statistics/performance_profile.h"

namespace saccade {
namespace {

ComparedRun compared(const RunResults& run, const FinalScore& final) {
  return {.folder = run.folder,
          .seed = run.seed,
          .steps = run.steps,
          .wall_seconds = run.wall_seconds,
          .score = final.score,
          .score_step = final.step,
          .curve = run.evaluations};
}

Scores final_scores(const ComparedGroup& group) {
  Scores scores;
  for (const ComparedRun& run : group.runs) scores.push_back(run.score);
  return scores;
}

void fill_means(ComparedGroup& group) {
  group.final_mean = mean_estimate({final_scores(group)});
  group.final_iqm = iqm_estimate({final_scores(group)});
  double steps = 0, seconds = 0;
  bool is_timed = true;
  for (const ComparedRun& run : group.runs) {
    steps += static_cast<double>(run.steps);
    is_timed = is_timed && run.wall_seconds;
    seconds += run.wall_seconds.value_or(0);
  }
  const auto count = static_cast<double>(group.runs.size());
  group.steps = std::llround(steps / count);
  if (is_timed) group.wall_seconds = seconds / count;
  group.curve = group_curve(group.runs);
}

void fill_profiles(ComparedTask& task) {
  std::vector<Scores> scores;
  for (const ComparedGroup& group : task.groups) scores.push_back(final_scores(group));
  const Scores at = profile_scores(scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    task.groups[i].profile = performance_profile(scores[i], at);
  }
}

void fill_improvements(ComparedTask& task) {
  for (const ComparedGroup& x : task.groups) {
    for (const ComparedGroup& y : task.groups) {
      if (&x == &y) continue;
      task.improvements.push_back(
          {x.name, y.name, improvement_estimate(final_scores(x), final_scores(y))});
    }
  }
}

/// One task's groups with their runs, in the order of the groups' names.
ComparedTask task_of(const std::string& environment, const std::vector<std::string>& names,
                     const std::vector<RunResults>& runs, const RunGroups& groups,
                     const std::vector<FinalScore>& finals) {
  ComparedTask task{.environment = environment};
  for (const std::string& name : names) {
    ComparedGroup group{.name = name};
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].environment != environment || groups.names[groups.group_of[i]] != name) continue;
      group.runs.push_back(compared(runs[i], finals[i]));
    }
    if (group.runs.empty()) continue;
    std::stable_sort(group.runs.begin(), group.runs.end(),
                     [](const ComparedRun& a, const ComparedRun& b) { return a.seed < b.seed; });
    fill_means(group);
    task.groups.push_back(std::move(group));
  }
  return task;
}

/// The baseline's name first.
std::vector<std::string> ordered_names(const RunGroups& groups, const std::string& baseline) {
  std::vector<std::string> names = groups.names;
  if (baseline.empty()) return names;
  const auto found = std::find(names.begin(), names.end(), baseline);
  if (found == names.end()) {
    throw Error(fmt::format("option '--baseline': found '{}', wanted one of the groups: {}",
                            baseline, fmt::join(names, "; ")));
  }
  std::rotate(names.begin(), found, found + 1);
  return names;
}

/// The values in the order of the names.
std::vector<ConfigurationDifference> reordered(const RunGroups& groups,
                                               const std::vector<std::string>& names) {
  std::vector<ConfigurationDifference> differences = groups.differences;
  for (ConfigurationDifference& difference : differences) {
    std::vector<std::string> values;
    for (const std::string& name : names) {
      const auto place = std::find(groups.names.begin(), groups.names.end(), name);
      values.push_back(difference.values[static_cast<std::size_t>(place - groups.names.begin())]);
    }
    difference.values = std::move(values);
  }
  return differences;
}

/// Groups with runs in every environment: means over environments are of these.
std::vector<std::string> complete_groups(const Comparison& comparison) {
  std::vector<std::string> complete;
  for (const std::string& name : comparison.groups) {
    const auto has_group = [&name](const ComparedTask& task) {
      return std::any_of(task.groups.begin(), task.groups.end(),
                         [&name](const ComparedGroup& group) { return group.name == name; });
    };
    if (std::all_of(comparison.tasks.begin(), comparison.tasks.end(), has_group)) {
      complete.push_back(name);
    }
  }
  return complete;
}

std::vector<Improvement> mean_improvements(const Comparison& comparison,
                                           const std::vector<std::string>& names) {
  std::vector<Improvement> means;
  for (const std::string& better : names) {
    for (const std::string& than : names) {
      if (better == than) continue;
      std::vector<Estimate> tasks;
      for (const ComparedTask& task : comparison.tasks) {
        for (const Improvement& found : task.improvements) {
          if (found.better == better && found.than == than) tasks.push_back(found.probability);
        }
      }
      means.push_back({better, than, mean_improvement(tasks)});
    }
  }
  return means;
}

/// Scales that would have no effect are refused.
void check_scales(const Comparison& comparison, const ComparisonPlan& plan) {
  if (plan.scales.empty()) return;
  std::vector<std::string> environments;
  for (const ComparedTask& task : comparison.tasks) environments.push_back(task.environment);
  if (environments.size() < 2) {
    throw Error(fmt::format(
        "option '--normalise': found runs of {} alone, wanted those of several environments",
        environments.front()));
  }
  for (const auto& [environment, scale] : plan.scales) {
    if (std::count(environments.begin(), environments.end(), environment) > 0) continue;
    throw Error(fmt::format("option '--normalise': found '{}', wanted one of {}", environment,
                            fmt::join(environments, ", ")));
  }
}

const ConfidenceInterval& scale_of(const ComparisonPlan& plan, const std::string& environment) {
  const auto found = plan.scales.find(environment);
  if (found != plan.scales.end()) return found->second;
  throw Error(
      fmt::format("option '--normalise': found no scale of '{}', wanted one of each "
                  "environment",
                  environment));
}

std::vector<AggregateGroup> aggregate(const Comparison& comparison, const ComparisonPlan& plan,
                                      const std::vector<std::string>& names) {
  if (names.empty()) {
    throw Error("option '--normalise': found no group with runs in every environment");
  }
  std::vector<AggregateGroup> groups;
  for (const std::string& name : names) {
    TaskScores tasks;
    for (const ComparedTask& task : comparison.tasks) {
      const ConfidenceInterval& scale = scale_of(plan, task.environment);
      for (const ComparedGroup& group : task.groups) {
        if (group.name != name) continue;
        tasks.push_back(final_scores(group));
        for (double& score : tasks.back()) score = (score - scale.low) / (scale.high - scale.low);
      }
    }
    groups.push_back({name, pooled(tasks).size(), mean_estimate(tasks), iqm_estimate(tasks)});
  }
  return groups;
}

/// Names the groups that no mean over environments has, if some have one.
void add_incomplete(const Comparison& comparison, const std::vector<std::string>& complete,
                    std::vector<std::string>& notes) {
  if (complete.empty() || complete.size() == comparison.groups.size()) return;
  std::vector<std::string> others;
  for (const std::string& name : comparison.groups) {
    if (std::count(complete.begin(), complete.end(), name) == 0) others.push_back(name);
  }
  notes.push_back(fmt::format("Not in means over environments, for lack of runs in some: {}.",
                              fmt::join(others, "; ")));
}

void add_unfinished(const std::vector<RunResults>& runs, std::vector<std::string>& notes) {
  for (const RunResults& run : runs) {
    if (run.steps >= run.steps_asked) continue;
    notes.push_back(fmt::format("'{}' has trained for {} of {} steps.", run.folder.string(),
                                run.steps, run.steps_asked));
  }
}

std::vector<std::string> environments_of(const std::vector<RunResults>& runs) {
  std::vector<std::string> environments;
  for (const RunResults& run : runs) {
    const auto found = std::find(environments.begin(), environments.end(), run.environment);
    if (found == environments.end()) environments.push_back(run.environment);
  }
  return environments;
}

}  // namespace

std::vector<FinalScore> last_scores(const std::vector<RunResults>& runs) {
  std::vector<FinalScore> scores;
  for (const RunResults& run : runs) {
    scores.push_back({run.evaluations.back().score, run.evaluations.back().step});
  }
  return scores;
}

std::vector<FinalScore> best_scores(const std::vector<RunResults>& runs) {
  std::vector<FinalScore> scores;
  for (const RunResults& run : runs) {
    FinalScore best{-std::numeric_limits<double>::infinity(), 0};
    for (const EvaluatedScore& evaluation : run.evaluations) {
      if (evaluation.score >= best.score) best = {evaluation.score, evaluation.step};
    }
    scores.push_back(best);
  }
  return scores;
}

double default_threshold(const std::vector<ComparedGroup>& groups) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const ComparedGroup& group : groups) {
    Scores last;
    for (const ComparedRun& run : group.runs) last.push_back(run.curve.back().score);
    high = std::max(high, mean_score(last));
    for (const CurvePoint& point : group.curve) low = std::min(low, point.mean.value);
  }
  low = std::min(low, high);  // Perhaps no group has a curve.
  return low + 0.9 * (high - low);
}

Comparison compare_runs(const std::vector<RunResults>& runs, const RunGroups& groups,
                        const std::vector<FinalScore>& finals, const ComparisonPlan& plan) {
  Comparison comparison{.metric = plan.metric, .score_kind = plan.score_kind};
  comparison.groups = ordered_names(groups, plan.baseline);
  comparison.baseline = comparison.groups.front();
  for (const std::string& environment : environments_of(runs)) {
    ComparedTask task = task_of(environment, comparison.groups, runs, groups, finals);
    task.threshold = plan.threshold.value_or(default_threshold(task.groups));
    for (ComparedGroup& group : task.groups) fill_efficiency(group, *task.threshold);
    fill_profiles(task);
    fill_improvements(task);
    comparison.tasks.push_back(std::move(task));
  }
  comparison.differences = reordered(groups, comparison.groups);
  check_scales(comparison, plan);
  comparison.notes = groups.notes;
  if (comparison.tasks.size() > 1) {
    const std::vector<std::string> complete = complete_groups(comparison);
    comparison.improvements = mean_improvements(comparison, complete);
    add_incomplete(comparison, complete, comparison.notes);
    if (!plan.scales.empty()) comparison.aggregate = aggregate(comparison, plan, complete);
  }
  add_unfinished(runs, comparison.notes);
  return comparison;
}

}  // namespace saccade
