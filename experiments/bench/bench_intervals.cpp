// saccade bench intervals: how often the confidence intervals of few runs hold the true value.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

#include "experiments/bench/bench_commands.h"
#include "experiments/bench/interval_coverage.h"
#include "experiments/cli/cli.h"

namespace saccade {

namespace {

constexpr std::size_t kRunCounts[] = {3, 5, 10, 20};

CommandSyntax bench_intervals_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench intervals";
  syntax.summary =
      "Measures how often 95% confidence intervals hold the true value, on random scores of known\n"
      "distributions, for 3, 5, 10 and 20 runs. Those marked with a star are the ones that\n"
      "saccade compare uses.";
  syntax.options = {{"simulations", "N", "Simulations of each case.", "1000"},
                    {"json", "", "Print one JSON object."}};
  return syntax;
}

/// Coverage by number of runs, in the order of kRunCounts, of one row of the table.
struct CoverageRow {
  IntervalCoverage of;
  std::vector<double> coverages;
};

std::vector<CoverageRow> rows_of(int simulations) {
  std::vector<CoverageRow> rows;
  for (const std::size_t runs : kRunCounts) {
    const std::vector<IntervalCoverage> all = measure_coverage(runs, simulations);
    rows.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      rows[i].of = all[i];
      rows[i].coverages.push_back(all[i].coverage);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const CoverageRow& a, const CoverageRow& b) {
    return std::pair(a.of.quantity, a.of.method) < std::pair(b.of.quantity, b.of.method);
  });
  return rows;
}

void print_rows(const std::vector<CoverageRow>& rows) {
  std::string above;
  for (const CoverageRow& row : rows) {
    const std::string title =
        fmt::format("{}: {}{}", row.of.quantity, row.of.method, row.of.is_used ? " *" : "");
    if (title != above) {
      print("{}{:<42}", above.empty() ? "" : "\n", title);
      for (const std::size_t runs : kRunCounts) print("{:>9}", fmt::format("{} runs", runs));
      print("\n");
    }
    above = title;
    print("  {:<40}", row.of.distribution);
    for (const double coverage : row.coverages) print("{:>9.3f}", coverage);
    print("\n");
  }
}

nlohmann::ordered_json to_json(const std::vector<CoverageRow>& rows, int simulations) {
  nlohmann::ordered_json json = {{"simulations", simulations}};
  for (const CoverageRow& row : rows) {
    nlohmann::ordered_json& method = json["coverage"][row.of.quantity][row.of.method];
    method["used"] = row.of.is_used;
    for (std::size_t i = 0; i < row.coverages.size(); ++i) {
      method[row.of.distribution][std::to_string(kRunCounts[i])] = row.coverages[i];
    }
  }
  return json;
}

}  // namespace

int bench_intervals_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_intervals_syntax(), arguments);
  if (!line) return 0;
  const int simulations = line->whole<int>("simulations", 1, 1'000'000);
  const std::vector<CoverageRow> rows = rows_of(simulations);
  if (line->given("json")) {
    print_json(to_json(rows, simulations));
  } else {
    print_rows(rows);
  }
  return 0;
}

}  // namespace saccade
