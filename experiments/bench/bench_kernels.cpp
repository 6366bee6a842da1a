// saccade bench kernels: the machine's ceiling, and how near each operation of nn comes to it.
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/bench/bench_commands.h"
#include "experiments/bench/bench_operations.h"
#include "experiments/bench/bench_peak.h"
#include "experiments/cli/cli.h"

namespace saccade {

namespace {

CommandSyntax bench_kernels_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench kernels";
  syntax.summary =
      "Measures the peak arithmetic speed of this machine: multiply-adds in registers, and matrix\n"
      "products, on one core and on all. Then measures each operation of the networks, forward "
      "and\n"
      "backward, on one core: microseconds, GFLOP/s, and share of the peak of one core.";
  syntax.options = {
      {"milliseconds", "N", "Time for each measurement.", "50"},
      {"filter", "TEXT", "Only operations and products whose name contains this.", ""},
      {"json", "", "Print one JSON object."},
  };
  return syntax;
}

/// GFLOP/s on one core and on all.
struct Ceiling {
  std::string name;
  double one = 0;
  double all = 0;
};

std::vector<Ceiling> measure_ceilings(const OperationBench& bench, int threads) {
  std::vector<Ceiling> ceilings = {
      {"multiply-adds in registers", measure_peak_gflops(1), measure_peak_gflops(threads)}};
  constexpr ProductShape kShapes[] = {
      {16, 16, 16}, {16, 64, 64}, {512, 64, 64}, {1024, 1024, 1024}};
  for (const ProductShape& shape : kShapes) {
    for (const Multiplier by : kMultipliers) {
      const std::string name =
          fmt::format("product {}x{}x{}, {}", shape.rows, shape.depth, shape.cols, name_of(by));
      if (!bench.wants(name)) continue;
      ceilings.push_back(
          {name, measure_product_gflops(shape, by, 1), measure_product_gflops(shape, by, threads)});
    }
  }
  return ceilings;
}

nlohmann::ordered_json make_json(const std::vector<Ceiling>& ceilings,
                                 const std::vector<Measurement>& results, int threads) {
  const double peak = ceilings.front().one;
  nlohmann::ordered_json json = {
      {"peak_gflops", peak}, {"peak_gflops_all_cores", ceilings.front().all}, {"cores", threads}};
  for (const Ceiling& ceiling : ceilings) {
    json["ceilings"][ceiling.name] = {{"gflops", ceiling.one}, {"gflops_all_cores", ceiling.all}};
  }
  json["kernels"] = nlohmann::ordered_json::object();
  for (const Measurement& result : results) {
    json["kernels"][result.name] = {{"microseconds", result.microseconds},
                                    {"gflops", result.gflops},
                                    {"peak_share", result.gflops / peak}};
  }
  return json;
}

void print_text(const std::vector<Ceiling>& ceilings, const std::vector<Measurement>& results,
                int threads) {
  print("{:<64}{:>14}{:>14}\n", "GFLOP/s", "one core", fmt::format("{} cores", threads));
  for (const Ceiling& ceiling : ceilings) {
    print("{:<64}{:>14.1f}{:>14.1f}\n", ceiling.name, ceiling.one, ceiling.all);
  }
  print("\n{:<64}{:>14}{:>14}{:>8}\n", "one core", "microseconds", "GFLOP/s", "share");
  for (const Measurement& result : results) {
    print("{:<64}{:>14.2f}{:>14.1f}{:>7.0f}%\n", result.name, result.microseconds, result.gflops,
          100 * result.gflops / ceilings.front().one);
  }
}

}  // namespace

int bench_kernels_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_kernels_syntax(), arguments);
  if (!line) return 0;
  OperationBench bench(line->whole<int>("milliseconds", 1, 1'000'000) / 1e3, line->text("filter"));
  measure_layers(bench);
  measure_set_operations(bench);
  measure_encoders(bench);
  const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const std::vector<Ceiling> ceilings = measure_ceilings(bench, threads);
  if (line->given("json")) {
    print_json(make_json(ceilings, bench.results(), threads));
  } else {
    print_text(ceilings, bench.results(), threads);
  }
  return 0;
}

}  // namespace saccade
