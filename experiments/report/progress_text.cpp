#include "experiments/report/progress_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "experiments/terminal/fitted_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

using Style = TextStyle;

constexpr std::size_t kLabelColumns = 8;
constexpr std::size_t kAnyColumns = std::numeric_limits<std::size_t>::max();

/// Of a column of metrics.csv or evals.csv.
std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

StyledLine bar_line(const Progress& progress, std::size_t width) {
  const double done = fraction_done(progress);
  const std::string right = fmt::format(" {:3.0f}%  ETA {}", std::floor(100 * done),
                                        format_duration(progress.seconds_left));
  StyledLine line = progress_bar(done, width > right.size() + 1 ? width - right.size() - 1 : 0);
  line.push_back({right, Style::kPlain});
  return line;
}

StyledLine title_line(const Progress& progress, std::size_t width) {
  constexpr std::size_t kLeastName = 12;
  const std::string seed = fmt::format("  seed {}", progress.seed);
  const std::string steps = fmt::format("  {} of {} steps", format_count(progress.step),
                                        format_count(progress.total_steps));
  const std::size_t others = seed.size() + steps.size();
  const std::size_t columns = std::max(kLeastName, width > others ? width - others : 0);
  return {{shortened(printable(progress.env_id), columns), Style::kStrong},
          {seed, Style::kLabel},
          {steps, Style::kPlain}};
}

StyledLine return_line(const Progress& progress, const std::vector<double>& trend,
                       std::size_t width) {
  constexpr std::size_t kLeastTrend = 8, kMostTrend = 24;
  const std::string value = fmt::format("{:>8}", format_figure(progress.return_mean));
  const std::string tail =
      fmt::format("  length {}  episodes {}", format_figure(progress.length_mean),
                  format_count(progress.episodes));
  const std::size_t others = kLabelColumns + value.size() + 2 + tail.size();
  const std::size_t columns =
      std::clamp(width > others ? width - others : 0, kLeastTrend, kMostTrend);
  return {{"return  ", Style::kLabel},
          {value, Style::kStrong},
          {"  " + sparkline(trend, columns), Style::kBar},
          {tail, Style::kPlain}};
}

StyledLine evaluation_styled(const Progress& progress) {
  StyledLine line = {{"eval    ", Style::kLabel}};
  if (!progress.last || !progress.best) {
    line.push_back({fmt::format("{:>8}", "-"), Style::kPlain});
    return line;
  }
  line.push_back({fmt::format("{:>8}", format_figure(progress.last->return_mean)), Style::kStrong});
  line.push_back(
      {fmt::format("  at {}  best {} at {}", format_count(progress.last->step),
                   format_figure(progress.best->return_mean), format_count(progress.best->step)),
       Style::kPlain});
  return line;
}

/// How often the episodes of the last evaluation ended in which way.  A single way says nothing.
std::vector<NamedText> outcome_texts(const Progress& progress) {
  std::vector<NamedText> texts;
  if (!progress.last || progress.last->episodes == 0 || progress.last->outcomes.size() < 2) {
    return texts;
  }
  for (const auto& [name, episodes] : progress.last->outcomes) {
    texts.emplace_back(spaced(printable(name)),
                       fmt::format("{:.0f}%", 100 * episodes / progress.last->episodes));
  }
  return texts;
}

/// What it counted, per episode.
std::vector<NamedText> count_texts(const Progress& progress) {
  std::vector<NamedText> texts;
  if (!progress.last) return texts;
  for (const auto& [name, mean] : progress.last->counts) {
    texts.emplace_back(spaced(printable(name)), format_figure(mean));
  }
  return texts;
}

/// "label   landed 85%  crashed 10%"; nothing when there is nothing to say.
void add_items(std::vector<StyledLine>& lines, const char* label,
               const std::vector<NamedText>& items, std::size_t width) {
  constexpr std::size_t kLeastName = 6, kValueColumns = 4;  // "100%", "12.3"
  if (items.empty()) return;
  const std::size_t columns = width > kLabelColumns ? width - kLabelColumns : 0;
  const std::string text = fitted(items, {columns, kLeastName, kValueColumns});
  lines.push_back({{label, Style::kLabel}, {text, Style::kPlain}});
}

StyledLine speed_line(const Progress& progress) {
  const std::string allowed = std::isinf(progress.seconds_allowed)
                                  ? ""
                                  : " of " + format_duration(progress.seconds_allowed);
  return {{"steps/s ", Style::kLabel},
          {fmt::format("{:>8}", format_rate(progress.steps_per_second)), Style::kStrong},
          {"  elapsed " + format_duration(progress.wall_seconds) + allowed, Style::kPlain}};
}

/// What the algorithm reports of metrics whose names begin with the prefix, without it: "policy
/// loss 0.0031  entropy 1.29".
std::string metrics_text(const UpdateMetrics& metrics, const std::string& prefix,
                         std::size_t columns) {
  constexpr std::size_t kWholeName = 1000, kValueColumns = 6;  // "0.0031"
  std::vector<NamedText> items;
  for (const Metric& metric : metrics.values) {
    if (!metric.of_algorithm || !metric.name.starts_with(prefix)) continue;
    items.emplace_back(spaced(metric.name.substr(prefix.size())), format_figure(metric.value, 2));
  }
  return fitted(items, {columns, kWholeName, kValueColumns});
}

/// The same of all; of several kinds of agents a text each, with the kind's name and return.
std::vector<std::string> update_texts(const Progress& progress, std::size_t columns) {
  if (progress.kind_returns.empty()) return {metrics_text(progress.metrics, "", columns)};
  constexpr std::size_t kMostName = 20;
  std::vector<std::string> texts;
  for (const auto& [kind, mean] : progress.kind_returns) {
    const std::string name = shortened(printable(kind), kMostName);
    std::string text = fmt::format("{}: return {}  ", name, format_figure(mean));
    const std::size_t used = columns_of(text);
    text += metrics_text(progress.metrics, kind + '.', columns > used ? columns - used : 0);
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

std::string format_duration(double seconds) {
  const auto total = static_cast<std::int64_t>(std::max(0.0, std::round(seconds)));
  const std::int64_t hours = total / 3600, minutes = total / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, total % 60);
  return fmt::format("{}:{:02}", minutes, total % 60);
}

std::string format_count(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::ptrdiff_t first = count < 0 ? 1 : 0;
  for (std::ptrdiff_t at = std::ssize(text) - 3; at > first; at -= 3) {
    text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

std::string format_figure(double value, int digits) {
  if (std::isnan(value)) return "-";
  const double size = std::abs(value);
  if (size >= 1000 || size == 0) return fmt::format("{:.0f}", value);
  if (size >= 1) return fmt::format("{:.1f}", value);
  return fmt::format("{:.{}g}", value, digits);
}

std::string format_rate(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.2f}M", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.1f}k", per_second / 1e3);
  return fmt::format("{:.0f}", per_second);
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  static constexpr std::array<const char*, 8> kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (values.empty()) return repeat(" ", width);
  const std::size_t bars = std::min(width, values.size());
  std::vector<double> means;
  for (std::size_t i = 0; i < bars; ++i) {
    const std::size_t begin = i * values.size() / bars, end = (i + 1) * values.size() / bars;
    double sum = 0;
    for (std::size_t j = begin; j < end; ++j) sum += values[j];
    means.push_back(sum / static_cast<double>(end - begin));
  }
  const auto [low, high] = std::minmax_element(means.begin(), means.end());
  const double span = std::max(*high - *low, 1e-12);
  std::string text;
  for (const double mean : means) text += kBars[static_cast<std::size_t>((mean - *low) / span * 7)];
  return text + repeat(" ", width - bars);
}

double fraction_done(const Progress& progress) {
  if (progress.total_steps <= 0) return 1;
  const double steps =
      static_cast<double>(progress.step) / static_cast<double>(progress.total_steps);
  return std::clamp(std::max(steps, progress.wall_seconds / progress.seconds_allowed), 0.0, 1.0);
}

std::vector<StyledLine> progress_lines(const Progress& progress, const std::vector<double>& trend,
                                       std::size_t width) {
  std::vector<StyledLine> lines = {title_line(progress, width), bar_line(progress, width),
                                   return_line(progress, trend, width),
                                   evaluation_styled(progress)};
  add_items(lines, "outcome ", outcome_texts(progress), width);
  add_items(lines, "count   ", count_texts(progress), width);
  lines.push_back(speed_line(progress));
  const std::size_t columns = width > kLabelColumns ? width - kLabelColumns : 0;
  for (const std::string& text : update_texts(progress, columns)) {
    lines.push_back({{"update  ", Style::kLabel}, {text, Style::kPlain}});
  }
  for (StyledLine& line : lines) line = clip_line(std::move(line), width);
  return lines;
}

std::string progress_line(const Progress& progress) {
  return fmt::format("{:3.0f}%  {:>11} steps  {:>6} steps/s  return {:>7}  ETA {}  {}",
                     std::floor(100 * fraction_done(progress)), format_count(progress.step),
                     format_rate(progress.steps_per_second), format_figure(progress.return_mean),
                     format_duration(progress.seconds_left),
                     fmt::join(update_texts(progress, kAnyColumns), "; "));
}

std::string evaluation_line(const Progress& progress) {
  if (!progress.last) return "no evaluation yet";
  const bool is_best = progress.best && progress.best->step == progress.last->step;
  const std::string outcomes = fitted(outcome_texts(progress), {kAnyColumns, 0, 0});
  return fmt::format("evaluation at {} steps: return {} +- {}{}{}{}",
                     format_count(progress.last->step), format_figure(progress.last->return_mean),
                     format_figure(progress.last->return_std), is_best ? "  (best so far)" : "",
                     outcomes.empty() ? "" : "  ", outcomes);
}

}  // namespace saccade
