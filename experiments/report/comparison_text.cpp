#include "experiments/report/comparison_text.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "experiments/report/progress_text.h"

namespace saccade {
namespace {

/// Of a score that has no interval to say how many digits it is worth.
std::string four_digits(double value) {
  return std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

std::string time_text(const std::optional<double>& seconds) {
  return seconds ? format_duration(*seconds) : "-";
}

/// Lowest and highest point of the groups' mean curves: the scale of all curves of the task.
ConfidenceInterval curve_range(const ComparedTask& task) {
  ConfidenceInterval range{std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity()};
  for (const ComparedGroup& group : task.groups) {
    for (const CurvePoint& point : group.curve) {
      range.low = std::min(range.low, point.mean.value);
      range.high = std::max(range.high, point.mean.value);
    }
  }
  return range;
}

/// A bar for each point, or for every so many of a long curve the last of them.
std::string curve_text(const ComparedGroup& group, const ConfidenceInterval& range) {
  constexpr std::size_t kWidth = 20;
  constexpr std::array<const char*, 8> kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t count = group.curve.size(), width = std::min(kWidth, count);
  std::string text;
  for (std::size_t i = 1; i <= width; ++i) {
    const double mean = group.curve[i * count / width - 1].mean.value;
    const double height = (mean - range.low) / std::max(range.high - range.low, 1e-300);
    text += kBars[std::min(static_cast<std::size_t>(height * kBars.size()), kBars.size() - 1)];
  }
  return text.empty() ? "-" : text;
}

TextTable group_table(const Comparison& comparison, const ComparedTask& task, bool with_curves) {
  TextTable table{.title = fmt::format("{}: {}, {}", task.environment, comparison.metric,
                                       comparison.score_kind),
                  .columns = {"group", "runs", "mean [95%]", "IQM [95%]", "steps", "wall time"},
                  .rows = {}};
  if (with_curves) table.columns.emplace_back("mean curve");
  const ConfidenceInterval range = curve_range(task);
  for (const ComparedGroup& group : task.groups) {
    table.rows.push_back({group.name, std::to_string(group.runs.size()),
                          estimate_text(group.final_mean), estimate_text(group.final_iqm),
                          format_count(group.steps), time_text(group.wall_seconds)});
    if (with_curves) table.rows.back().push_back(curve_text(group, range));
  }
  const bool lacks = std::any_of(task.groups.begin(), task.groups.end(), [](const auto& group) {
    return !group.final_mean.ci95 || !group.final_iqm.ci95;
  });
  if (lacks)
    table.note = "without brackets: no interval, since there is one run or the runs do not differ";
  return table;
}

/// The seeds of all groups, ascending; none when a group has several runs with one seed.
std::vector<std::uint64_t> seeds_of(const ComparedTask& task) {
  std::set<std::uint64_t> seeds;
  for (const ComparedGroup& group : task.groups) {
    std::set<std::uint64_t> own;
    for (const ComparedRun& run : group.runs) {
      if (!own.insert(run.seed).second) return {};
    }
    seeds.merge(own);
  }
  return {seeds.begin(), seeds.end()};
}

/// Every run's score, where they are few: what an average may hide.
void add_scores(const ComparedTask& task, std::vector<TextTable>& tables) {
  constexpr std::size_t kMostSeeds = 10;
  const std::vector<std::uint64_t> seeds = seeds_of(task);
  if (seeds.size() < 2 || seeds.size() > kMostSeeds) return;
  TextTable table{.title = "Scores of the runs", .columns = {"group"}, .rows = {}};
  for (const std::uint64_t seed : seeds) table.columns.push_back(fmt::format("seed {}", seed));
  for (const ComparedGroup& group : task.groups) {
    std::vector<std::string> row(1 + seeds.size(), "");
    row[0] = group.name;
    for (const ComparedRun& run : group.runs) {
      const auto at = std::find(seeds.begin(), seeds.end(), run.seed);
      row[static_cast<std::size_t>(at - seeds.begin()) + 1] = four_digits(run.score);
    }
    table.rows.push_back(std::move(row));
  }
  tables.push_back(std::move(table));
}

/// What the probabilities allow to say at 95%.
std::string verdict(const Estimate& estimate) {
  if (!estimate.ci95) return "too few runs";
  if (estimate.ci95->low > 0.5) return "better";
  if (estimate.ci95->high < 0.5) return "worse";
  return "undecided";
}

void add_improvements(const std::string& title, const Comparison& comparison,
                      const std::vector<Improvement>& improvements,
                      std::vector<TextTable>& tables) {
  TextTable table{.title = title, .columns = {"group", "probability [95%]", "at 95%"}, .rows = {}};
  for (const Improvement& improvement : improvements) {
    if (improvement.than != comparison.baseline) continue;
    table.rows.push_back({improvement.better, estimate_text(improvement.probability),
                          verdict(improvement.probability)});
  }
  if (!table.rows.empty()) tables.push_back(std::move(table));
}

std::string improvement_title(const Comparison& comparison, const std::string& where) {
  return fmt::format("Probability that a run scores more than one of {}{}", comparison.baseline,
                     where);
}

TextTable efficiency_table(const ComparedTask& task) {
  TextTable table{
      .title = "Training until an evaluation reaches " + four_digits(task.threshold.value_or(0)),
      .columns = {"group", "runs that do", "median steps", "median wall time"},
      .rows = {}};
  for (const ComparedGroup& group : task.groups) {
    const SampleEfficiency& efficiency = group.efficiency;
    table.rows.push_back(
        {group.name, fmt::format("{} of {}", efficiency.reached, group.runs.size()),
         efficiency.median_steps ? format_count(std::llround(*efficiency.median_steps)) : "-",
         time_text(efficiency.median_seconds)});
  }
  return table;
}

TextTable difference_table(const Comparison& comparison) {
  TextTable table{.title = "Configuration", .columns = {"key"}, .rows = {}};
  table.columns.insert(table.columns.end(), comparison.groups.begin(), comparison.groups.end());
  for (const ConfigurationDifference& difference : comparison.differences) {
    std::vector<std::string> row = {difference.key};
    row.insert(row.end(), difference.values.begin(), difference.values.end());
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_aggregate(const Comparison& comparison, std::vector<TextTable>& tables) {
  if (comparison.tasks.size() < 2) return;
  add_improvements(improvement_title(comparison, ", mean over environments"), comparison,
                   comparison.improvements, tables);
  if (comparison.aggregate.empty()) return;
  TextTable table{.title = "All environments, scores normalised",
                  .columns = {"group", "runs", "mean [95%]", "IQM [95%]"},
                  .rows = {}};
  for (const AggregateGroup& group : comparison.aggregate) {
    table.rows.push_back({group.name, std::to_string(group.runs), estimate_text(group.mean),
                          estimate_text(group.iqm)});
  }
  tables.push_back(std::move(table));
}

std::vector<std::string> remarks(const Comparison& comparison) {
  std::vector<std::string> lines = comparison.notes;
  for (const OmittedRun& run : comparison.omitted) {
    lines.push_back(fmt::format("Left out '{}': {}.", run.folder.string(), run.reason));
  }
  return lines;
}

}  // namespace

std::string estimate_text(const Estimate& estimate) {
  if (!estimate.ci95) return four_digits(estimate.value);
  const double width = estimate.ci95->high - estimate.ci95->low;
  if (!std::isfinite(width) || width <= 0 || width > 1e9) return four_digits(estimate.value);
  const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(width / 2))), 0, 9);
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", estimate.value, decimals, estimate.ci95->low,
                     decimals, estimate.ci95->high, decimals);
}

std::vector<TextTable> comparison_tables(const Comparison& comparison, bool with_curves) {
  std::vector<TextTable> tables;
  for (const ComparedTask& task : comparison.tasks) {
    tables.push_back(group_table(comparison, task, with_curves));
    add_scores(task, tables);
    add_improvements(improvement_title(comparison, ""), comparison, task.improvements, tables);
    tables.push_back(efficiency_table(task));
  }
  add_aggregate(comparison, tables);
  if (!comparison.differences.empty()) tables.push_back(difference_table(comparison));
  return tables;
}

std::string comparison_text(const Comparison& comparison) {
  std::string text;
  for (const TextTable& table : comparison_tables(comparison, true)) {
    text += (text.empty() ? "" : "\n") + table_text(table);
  }
  const std::vector<std::string> lines = remarks(comparison);
  if (!lines.empty()) text += "\n";
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string comparison_markdown(const Comparison& comparison) {
  std::string text;
  for (const TextTable& table : comparison_tables(comparison, false)) {
    text += (text.empty() ? "" : "\n") + table_markdown(table);
  }
  const std::vector<std::string> lines = remarks(comparison);
  if (!lines.empty()) text += "\n";
  for (const std::string& line : lines) text += "- " + line + "\n";
  return text;
}

}  // namespace saccade
