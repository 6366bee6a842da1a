#include "experiments/publish/report_curves.h"

#include <algorithm>
#include <cmath>

#include "experiments/page/page_style.h"

namespace saccade {

namespace {

constexpr std::size_t kPoints = 150;       // Of a small figure.
constexpr std::size_t kTrainPoints = 400;  // Of the training return.
constexpr double kSmallHeight = 150;
constexpr std::string_view kReturn = "return_mean";
constexpr std::string_view kKindReturn = ".return_mean";
constexpr std::string_view kOutcome = "outcome.";
constexpr std::string_view kCount = "count.";

AxisPlan step_axis() {
  return {.label = "environment steps", .low = 0, .style = TickStyle::kCompact};
}

std::vector<double> column_or_none(const LogTable& table, std::string_view name) {
  const std::vector<double>* column = table.find(name);
  return column ? *column : std::vector<double>(table.rows(), NAN);
}

LineSeries series_of(const LogTable& table, std::string_view column, std::string name, int style) {
  LineSeries series{.name = std::move(name), .style = style};
  if (table.rows() == 0) return series;
  series.x = table.columns.front();
  series.y = column_or_none(table, column);
  return series;
}

/// Mean +- 1.96 standard errors, as `saccade eval` prints them.
void add_interval(LineSeries& series, const LogTable& evaluations) {
  const std::vector<double> deviation = column_or_none(evaluations, "return_std");
  const std::vector<double> episodes = column_or_none(evaluations, "episodes");
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    const double half = 1.96 * deviation[i] / std::sqrt(episodes[i]);
    series.low.push_back(series.y[i] - half);
    series.high.push_back(series.y[i] + half);
  }
}

/// Columns "<prefix><name>": {column, name}.
std::vector<std::pair<std::string, std::string>> named_after(const LogTable& table,
                                                             std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const std::string& name : table.names) {
    if (name.starts_with(prefix)) found.emplace_back(name, name.substr(prefix.size()));
  }
  return found;
}

bool is_shown_elsewhere(const std::string& name) {
  return name == "step" || name == "wall_seconds" || name == "episodes" || name == kReturn ||
         name.ends_with(kKindReturn);
}

/// Where a few numbers far away from all others would hide these, an axis without them.
AxisPlan calm_axis(const LineSeries& series) {
  std::vector<double> numbers;
  for (const double y : series.y) {
    if (is_drawable(y)) numbers.push_back(y);
  }
  if (numbers.size() < 20) return {};
  std::sort(numbers.begin(), numbers.end());
  const double low = numbers[numbers.size() / 25];
  const double high = numbers[numbers.size() - 1 - numbers.size() / 25];
  const double margin = 0.5 * (high - low);
  AxisPlan plan;
  if (high <= low) return plan;
  if (numbers.front() < low - 4 * (high - low)) plan.low = low - margin;
  if (numbers.back() > high + 4 * (high - low)) plan.high = high + margin;
  return plan;
}

Drawing small_drawing(LineSeries series, double last_step) {
  series = thinned(series, kPoints);
  LinePlot plot{.width = kSmallFigure, .height = kSmallHeight};
  plot.x = step_axis();
  plot.x.label.clear();
  plot.x.high = last_step;
  plot.y = calm_axis(series);
  plot.series = {std::move(series)};
  return draw_line_plot(plot);
}

}  // namespace

LinePlot return_plot(const LogTable& metrics, const LogTable& evaluations) {
  LinePlot plot{.x = step_axis(), .y = {.label = "return per episode"}};
  LineSeries training = thinned(series_of(metrics, kReturn, "training", 1), kTrainPoints);
  training.is_thin = true;
  training.low.clear();
  training.high.clear();
  LineSeries evaluated = series_of(evaluations, kReturn, "evaluations", 0);
  add_interval(evaluated, evaluations);
  if (metrics.rows() > 0) plot.series.push_back(std::move(training));
  if (evaluations.rows() > 0) plot.series.push_back(std::move(evaluated));
  return plot;
}

LinePlot kind_plot(const LogTable& metrics, const LogTable& evaluations) {
  LinePlot plot{.x = step_axis(), .y = {.label = "return per episode"}};
  const LogTable& table = evaluations.rows() > 0 ? evaluations : metrics;
  int style = 0;
  for (const std::string& name : table.names) {
    if (!name.ends_with(kKindReturn)) continue;
    const std::string kind = name.substr(0, name.size() - kKindReturn.size());
    plot.series.push_back(thinned(series_of(table, name, kind, style++), kTrainPoints));
    plot.series.back().low.clear();
    plot.series.back().high.clear();
  }
  return plot;
}

LinePlot outcome_plot(const LogTable& evaluations) {
  LinePlot plot{.x = step_axis(), .y = {.label = "share of the evaluation episodes"}};
  plot.y.low = 0;
  plot.y.high = 1;
  plot.y.style = TickStyle::kPercent;
  const std::vector<double> episodes = column_or_none(evaluations, "episodes");
  int style = 0;
  for (const auto& [column, name] : named_after(evaluations, kOutcome)) {
    LineSeries series = series_of(evaluations, column, name, style++);
    for (std::size_t i = 0; i < series.y.size(); ++i) series.y[i] /= episodes[i];
    plot.series.push_back(std::move(series));
  }
  return plot;
}

std::string only_outcome(const LogTable& evaluations) {
  std::string only;
  const std::vector<double> episodes = column_or_none(evaluations, "episodes");
  for (const auto& [column, name] : named_after(evaluations, kOutcome)) {
    const std::vector<double>& numbers = *evaluations.find(column);
    if (numbers == episodes && !numbers.empty()) only = name;
  }
  return only;
}

/// A log from a stranger may have any number of columns.
constexpr std::size_t kMostFigures = 200;

std::vector<SmallFigure> count_figures(const LogTable& evaluations) {
  std::vector<SmallFigure> figures;
  for (const auto& [column, name] : named_after(evaluations, kCount)) {
    if (figures.size() == kMostFigures) break;
    figures.push_back(
        {name, small_drawing(series_of(evaluations, column, "", 0), evaluations.last("step"))});
  }
  return figures;
}

std::vector<SmallFigure> metric_figures(const LogTable& metrics) {
  std::vector<SmallFigure> figures;
  for (const std::string& name : metrics.names) {
    if (is_shown_elsewhere(name)) continue;
    if (figures.size() == kMostFigures) break;
    figures.push_back({name, small_drawing(series_of(metrics, name, "", 0), metrics.last("step"))});
  }
  return figures;
}

std::size_t updates_per_point(const LogTable& metrics) {
  return metrics.rows() <= kPoints ? 1 : (metrics.rows() + kPoints - 1) / kPoints;
}

}  // namespace saccade
