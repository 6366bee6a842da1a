#include "experiments/publish/comparison_plots.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/plot/markup.h"
#include "experiments/report/comparison_text.h"

namespace saccade {

namespace {

int style_of(const Comparison& comparison, const std::string& group) {
  const auto found = std::find(comparison.groups.begin(), comparison.groups.end(), group);
  return static_cast<int>(found - comparison.groups.begin());
}

std::optional<AxisRange> range_of_interval(const Estimate& estimate) {
  if (!estimate.ci95) return std::nullopt;
  return AxisRange{estimate.ci95->low, estimate.ci95->high};
}

LineSeries group_curve(const ComparedGroup& group, Average average, int style) {
  LineSeries series{.name = group.name, .style = style};
  for (const CurvePoint& point : group.curve) {
    const Estimate& estimate = average == Average::kMean ? point.mean : point.iqm;
    series.x.push_back(static_cast<double>(point.step));
    series.y.push_back(estimate.value);
    series.low.push_back(estimate.ci95 ? estimate.ci95->low : NAN);
    series.high.push_back(estimate.ci95 ? estimate.ci95->high : NAN);
  }
  return series;
}

LineSeries run_curve(const ComparedRun& run, int style) {
  LineSeries series{.style = style, .is_thin = true};
  for (const EvaluatedScore& score : run.curve) {
    series.x.push_back(static_cast<double>(score.step));
    series.y.push_back(score.score);
  }
  return series;
}

std::string run_hint(const ComparedRun& run, const std::string& value) {
  return fmt::format("{}: {} (seed {})", run.folder.string(), value, run.seed);
}

const Improvement* find_pair(const std::vector<Improvement>& improvements,
                             const std::string& better, const std::string& than) {
  const auto found =
      std::find_if(improvements.begin(), improvements.end(), [&](const Improvement& improvement) {
        return improvement.better == better && improvement.than == than;
      });
  return found == improvements.end() ? nullptr : &*found;
}

}  // namespace

std::string metric_title(const std::string& metric) {
  if (metric == "return_mean") return "return";
  for (const auto& [prefix, title] : {std::pair{"outcome.", "share of episodes that ended as "},
                                      std::pair{"count.", "per episode: "}}) {
    if (metric.starts_with(prefix)) return title + metric.substr(std::string(prefix).size());
  }
  return metric;
}

std::string published_text(const Estimate& estimate) {
  std::string text;
  for (const char c : estimate_text(estimate))
    text += c == '-' ? "\xE2\x88\x92" : std::string(1, c);
  return text;
}

LinePlot curve_plot(const Comparison& comparison, const ComparedTask& task, Average average,
                    bool single_runs) {
  LinePlot plot;
  plot.x = {.label = "environment steps", .low = 0, .style = TickStyle::kCompact};
  plot.y = {.label = metric_title(comparison.metric)};
  for (const ComparedGroup& group : task.groups) {
    const int style = style_of(comparison, group.name);
    plot.series.push_back(group_curve(group, average, style));
    if (!single_runs) continue;
    for (const ComparedRun& run : group.runs) plot.series.push_back(run_curve(run, style));
  }
  return plot;
}

IntervalPlot score_plot(const Comparison& comparison, const ComparedTask& task, Average average) {
  IntervalPlot plot{.x = {.label = metric_title(comparison.metric)}};
  for (const ComparedGroup& group : task.groups) {
    const Estimate& estimate = average == Average::kMean ? group.final_mean : group.final_iqm;
    IntervalRow row{.name = group.name, .value = estimate.value};
    row.interval = range_of_interval(estimate);
    row.style = style_of(comparison, group.name);
    row.note = published_text(estimate);
    for (const ComparedRun& run : group.runs) {
      row.dots.push_back({run.score, run_hint(run, number_text(run.score))});
    }
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

IntervalPlot aggregate_plot(const Comparison& comparison, Average average) {
  IntervalPlot plot{.x = {.label = "score on the common scale"}};
  for (const AggregateGroup& group : comparison.aggregate) {
    const Estimate& estimate = average == Average::kMean ? group.mean : group.iqm;
    IntervalRow row{.name = group.name, .value = estimate.value};
    row.interval = range_of_interval(estimate);
    row.style = style_of(comparison, group.name);
    row.note = published_text(estimate);
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

LinePlot profile_plot(const Comparison& comparison, const ComparedTask& task) {
  LinePlot plot{.steps = true};
  plot.x = {.label = "final " + metric_title(comparison.metric)};
  plot.y = {.label = "share of the runs above it", .low = 0, .high = 1};
  plot.y.style = TickStyle::kPercent;
  for (const ComparedGroup& group : task.groups) {
    LineSeries series{.name = group.name, .style = style_of(comparison, group.name)};
    for (const ProfilePoint& point : group.profile) {
      series.x.push_back(point.score);
      series.y.push_back(point.share.value);
      series.low.push_back(point.share.ci95 ? point.share.ci95->low : NAN);
      series.high.push_back(point.share.ci95 ? point.share.ci95->high : NAN);
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

IntervalPlot improvement_plot(const Comparison& comparison,
                              const std::vector<Improvement>& improvements) {
  IntervalPlot plot;
  plot.x = {
      .label = "probability of a better run than one of " + shortened(comparison.baseline, 24),
      .low = 0,
      .high = 1};
  plot.reference = 0.5;
  for (const std::string& group : comparison.groups) {
    const Improvement* found = find_pair(improvements, group, comparison.baseline);
    if (!found) continue;
    IntervalRow row{.name = group, .value = found->probability.value};
    row.interval = range_of_interval(found->probability);
    row.style = style_of(comparison, group);
    row.note = published_text(found->probability);
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

MatrixPlot improvement_matrix(const Comparison& comparison,
                              const std::vector<Improvement>& improvements) {
  MatrixPlot plot{.column_label = "that a run of the row is better than one of the column"};
  plot.names = comparison.groups;
  for (const std::string& better : comparison.groups) {
    std::vector<MatrixCell> row;
    for (const std::string& than : comparison.groups) {
      const Improvement* found = find_pair(improvements, better, than);
      MatrixCell cell;
      if (found) cell.share = found->probability.value;
      if (found && found->probability.ci95) {
        cell.note = fmt::format("[{:.2f}, {:.2f}]", found->probability.ci95->low,
                                found->probability.ci95->high);
      }
      row.push_back(std::move(cell));
    }
    plot.cells.push_back(std::move(row));
  }
  return plot;
}

IntervalPlot efficiency_plot(const Comparison& comparison, const ComparedTask& task) {
  IntervalPlot plot;
  plot.x = {.label = "environment steps until the threshold", .low = 0};
  plot.x.style = TickStyle::kCompact;
  for (const ComparedGroup& group : task.groups) {
    IntervalRow row{.name = group.name, .value = group.efficiency.median_steps.value_or(NAN)};
    row.style = style_of(comparison, group.name);
    row.note = fmt::format("{} of {} reach it", group.efficiency.reached, group.runs.size());
    for (const ComparedRun& run : group.runs) {
      if (!run.steps_to_threshold) continue;
      const auto steps = static_cast<double>(*run.steps_to_threshold);
      row.dots.push_back({steps, run_hint(run, compact_text(steps) + " steps")});
    }
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

}  // namespace saccade
