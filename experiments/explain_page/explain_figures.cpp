#include "experiments/explain_page/explain_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace saccade {
namespace {

std::optional<AxisRange> range_of_interval(const Estimate& estimate) {
  if (!estimate.ci95) return std::nullopt;
  return AxisRange{estimate.ci95->low, estimate.ci95->high};
}

/// Methods keep their colour in all figures.
int style_of(const std::string& method) {
  static const std::vector<std::string> kOrder = {
      kAttentionMethod, kLeaveOneOutMethod, kIntegratedMethod, kRolloutMethod,
      kGradientMethod,  kNearestMethod,     kRandomMethod};
  const auto found = std::find(kOrder.begin(), kOrder.end(), method);
  return found == kOrder.end() ? 0 : static_cast<int>(found - kOrder.begin());
}

IntervalRow row_of(const MethodScore& score, const Estimate& estimate, std::string note) {
  IntervalRow row;
  row.name = method_words(score.method);
  row.value = estimate.value;
  row.interval = range_of_interval(estimate);
  row.style = style_of(score.method);
  row.note = std::move(note);
  return row;
}

/// Where an axis begins: at 0, unless something lies below.
std::optional<double> lowest(const std::vector<MethodScore>& scores, Estimate MethodScore::*which) {
  for (const MethodScore& score : scores) {
    const Estimate& estimate = score.*which;
    if ((estimate.ci95 ? estimate.ci95->low : estimate.value) < 0) return std::nullopt;
  }
  return 0;
}

LineSeries series_of(const std::string& name, int style) {
  LineSeries series;
  series.name = name;
  series.style = style;
  return series;
}

}  // namespace

std::string estimate_text(const Estimate& estimate, int digits) {
  std::string value = number_text(estimate.value, digits);
  if (!estimate.ci95) return value;
  return fmt::format("{} [{}, {}]", value, number_text(estimate.ci95->low, digits),
                     number_text(estimate.ci95->high, digits));
}

std::string percent_text(const Estimate& estimate) {
  const auto text = [](double share) { return number_text(std::round(100 * share), 4); };
  if (!estimate.ci95) return text(estimate.value) + "%";
  return fmt::format("{}% [{}, {}]", text(estimate.value), text(estimate.ci95->low),
                     text(estimate.ci95->high));
}

IntervalPlot gain_plot(const std::vector<MethodScore>& scores) {
  IntervalPlot plot;
  plot.x = {.label = "gain over a random order, of that of leave-one-out",
            .style = TickStyle::kPercent};
  plot.reference = 0;
  plot.x.low = lowest(scores, &MethodScore::gain);
  for (const MethodScore& score : scores) {
    plot.rows.push_back(row_of(score, score.gain, percent_text(score.gain)));
  }
  return plot;
}

IntervalPlot agreement_plot(const std::vector<MethodScore>& scores, const Estimate* randomised) {
  IntervalPlot plot;
  plot.x = {.label = "Spearman's correlation with leave-one-out"};
  if (randomised == nullptr) plot.x.low = lowest(scores, &MethodScore::agreement);
  plot.reference = 0;
  for (const MethodScore& score : scores) {
    if (score.method == kLeaveOneOutMethod || score.method == kRandomMethod) continue;
    plot.rows.push_back(row_of(score, score.agreement, estimate_text(score.agreement, 2)));
  }
  if (randomised != nullptr) {
    IntervalRow row{.name = "attention of random weights", .value = randomised->value};
    row.interval = range_of_interval(*randomised);
    row.style = 6;
    row.note = estimate_text(*randomised, 2);
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

LinePlot curve_plot(const std::vector<MethodScore>& scores, bool is_deletion) {
  LinePlot plot;
  plot.x = {.label = is_deletion ? "share of the entities taken away"
                                 : "share of the entities that are there",
            .low = 0,
            .high = 1,
            .style = TickStyle::kPercent};
  plot.y = {.label = "divergence of the policy, nats", .low = 0};
  for (const MethodScore& score : scores) {
    LineSeries series = series_of(method_words(score.method), style_of(score.method));
    const RemovalCurve& curve = is_deletion ? score.curves.deletion : score.curves.insertion;
    for (std::size_t i = 0; i <= kBudgets; ++i) {
      series.x.push_back(static_cast<double>(i) / kBudgets);
      series.y.push_back(curve.divergence[i]);
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

LinePlot profile_plot(const std::vector<ProfileLine>& lines, const AxisPlan& x, const AxisPlan& y) {
  LinePlot plot;
  plot.x = x;
  plot.y = y;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    LineSeries series = series_of(lines[i].type, static_cast<int>(i));
    series.x = lines[i].x;
    series.y = lines[i].y;
    plot.series.push_back(std::move(series));
  }
  return plot;
}

HeadMap head_map(const AttentionSummary& summary) {
  HeadMap map;
  map.columns = summary.types();
  for (std::size_t layer = 0; layer < summary.layers().size(); ++layer) {
    for (int head = 0; head < summary.heads(); ++head) {
      const int l = static_cast<int>(layer);
      map.rows.push_back(fmt::format("{}, head {} ({:.1f} tokens)", summary.layers()[layer],
                                     head + 1, summary.spread(l, head)));
      std::vector<double> shares;
      for (int type = 0; type < static_cast<int>(map.columns.size()); ++type) {
        shares.push_back(summary.shows(l, type) && summary.mean_count(type) > 0
                             ? summary.attention(l, head, type).share
                             : std::numeric_limits<double>::quiet_NaN());
      }
      map.shares.push_back(std::move(shares));
    }
  }
  return map;
}

IntervalPlot type_plot(const AttentionSummary& summary) {
  IntervalPlot plot;
  plot.x = {.label = "share of the attention", .low = 0, .high = 1, .style = TickStyle::kPercent};
  const int layer = static_cast<int>(summary.layers().size()) - 1;
  for (int type = 0; type < static_cast<int>(summary.types().size()); ++type) {
    const std::string& name = summary.types()[static_cast<std::size_t>(type)];
    if (summary.mean_count(type) == 0) continue;
    double share = 0, focus = 0;
    for (int head = 0; head < summary.heads(); ++head) {
      share += summary.attention(layer, head, type).share / summary.heads();
      focus += summary.attention(layer, head, type).focus / summary.heads();
    }
    const auto add = [&](const std::string& what, double value, double over, int style) {
      IntervalRow row{.name = name + what, .value = value, .interval = AxisRange{0, value}};
      row.style = style;
      row.note = fmt::format("{:.1f}%  ({:.2f}x an equal share)", 100 * value, over);
      plot.rows.push_back(std::move(row));
    };
    add(", last layer", share, focus, 0);
    add(", rollout", summary.rollout(type).share, summary.rollout(type).focus, 3);
  }
  return plot;
}

IntervalPlot worth_plot(std::vector<FeatureWorth> worths, std::size_t most) {
  std::stable_sort(worths.begin(), worths.end(), [](const FeatureWorth& a, const FeatureWorth& b) {
    return a.drop.value > b.drop.value;
  });
  worths.resize(std::min(worths.size(), most));
  IntervalPlot plot;
  plot.x = {.label = "return lost when it tells nothing any more"};
  plot.reference = 0;
  for (const FeatureWorth& worth : worths) {
    IntervalRow row;
    row.name = worth.feature.empty() ? worth.type : worth.type + "." + worth.feature;
    row.value = worth.drop.value;
    row.interval = range_of_interval(worth.drop);
    row.note = estimate_text(worth.drop);
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

LinePlot count_plot(const std::vector<CountLine>& lines) {
  LinePlot plot;
  plot.x = {.label = "times as many as in training"};
  plot.y = {.label = "return"};
  int style = 0;
  for (const CountLine& line : lines) {
    LineSeries series = series_of(fmt::format("{}", fmt::join(line.types, ", ")), style++);
    for (const CountPoint& point : line.points) {
      series.x.push_back(point.factor);
      series.y.push_back(point.returns.value);
      const auto range = range_of_interval(point.returns);
      series.low.push_back(range ? range->low : point.returns.value);
      series.high.push_back(range ? range->high : point.returns.value);
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

LinePlot formation_shares(const std::vector<FormationPoint>& points) {
  LinePlot plot;
  plot.x = {.label = "environment steps", .style = TickStyle::kCompact};
  plot.y = {.label = "share of the attention", .low = 0, .high = 1, .style = TickStyle::kPercent};
  std::vector<std::pair<std::string, LineSeries>> series;
  for (const FormationPoint& point : points) {
    for (const auto& [type, share] : point.shares) {
      auto found = std::find_if(series.begin(), series.end(),
                                [&type = type](const auto& entry) { return entry.first == type; });
      if (found == series.end()) {
        found =
            series.insert(series.end(), {type, series_of(type, static_cast<int>(series.size()))});
      }
      found->second.x.push_back(static_cast<double>(point.step));
      found->second.y.push_back(share);
    }
  }
  for (auto& entry : series) plot.series.push_back(std::move(entry.second));
  return plot;
}

LinePlot formation_faithfulness(const std::vector<FormationPoint>& points) {
  LinePlot plot;
  plot.x = {.label = "environment steps", .style = TickStyle::kCompact};
  plot.y = {.label = "gain, and correlation with leave-one-out"};
  LineSeries gain = series_of("gain", 0), agreement = series_of("correlation", 1);
  for (const FormationPoint& point : points) {
    const auto add = [&](LineSeries& series, const Estimate& estimate) {
      series.x.push_back(static_cast<double>(point.step));
      series.y.push_back(estimate.value);
      const auto range = range_of_interval(estimate);
      series.low.push_back(range ? range->low : estimate.value);
      series.high.push_back(range ? range->high : estimate.value);
    };
    add(gain, point.gain);
    add(agreement, point.agreement);
  }
  plot.series = {std::move(gain), std::move(agreement)};
  return plot;
}

}  // namespace saccade
