// saccade compare: groups of runs, which is better, and how sure that is.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/cli/comparison_request.h"
#include "experiments/cli/output_path.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/publish/comparison_page.h"
#include "experiments/report/comparison_data.h"
#include "experiments/report/comparison_text.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {

namespace {

CommandSyntax compare_syntax() {
  CommandSyntax syntax;
  syntax.name = "compare";
  syntax.summary =
      "Compares groups of runs: mean and interquartile mean (IQM) of their final scores, and the\n"
      "probability that one group's run beats another's, with 95% confidence intervals meant for\n"
      "few runs; and how soon each group reaches a score.\n"
      "\n"
      "RUN is a run directory, or a directory with runs somewhere below it. Runs that differ only\n"
      "in their seed are one group. Nothing is trained; docs/comparing.md explains the figures.";
  syntax.arguments = {"RUN..."};
  syntax.options = comparison_options();
  syntax.options.push_back({"markdown", "", "Print Markdown tables."});
  syntax.options.push_back({"json", "", "Print one JSON object."});
  syntax.options.push_back({"csv", "FILE", "Write one row per run to FILE."});
  syntax.options.push_back(
      {"csv-curves", "FILE", "Write the groups' learning curves to FILE, one row per step."});
  syntax.options.push_back({"html", "FILE", "Write a page with plots to FILE, too."});
  syntax.options.push_back(force_option());
  return syntax;
}

void check_outputs(const CommandLine& line) {
  if (line.given("json") && line.given("markdown")) {
    throw Error("options '--json' and '--markdown': wanted one of them");
  }
  for (const char* option : {"csv", "csv-curves", "html"}) {
    if (line.given(option)) check_is_new(line.text(option), std::string("--") + option, line);
  }
}

void write_outputs(const CommandLine& line, const Comparison& comparison) {
  if (line.given("csv")) write_atomically(line.text("csv"), runs_csv(comparison));
  if (line.given("csv-curves")) write_atomically(line.text("csv-curves"), curves_csv(comparison));
  if (line.given("html")) write_atomically(line.text("html"), comparison_page(comparison));
  if (line.given("json")) {
    print_json(to_json(comparison));
  } else if (line.given("markdown")) {
    print_text(comparison_markdown(comparison));
  } else {
    print_text(comparison_text(comparison));
  }
}

}  // namespace

int compare_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(compare_syntax(), arguments);
  if (!line) return 0;
  check_outputs(*line);
  const std::optional<Comparison> comparison = requested_comparison(*line);
  if (!comparison) {
    fmt::print(stderr, "Interrupted before all runs were evaluated.\n");
    return kExitInterrupted;
  }
  write_outputs(*line, *comparison);
  return 0;
}

}  // namespace saccade
