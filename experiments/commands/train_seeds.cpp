#include "experiments/commands/train_seeds.h"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "experiments/pool/train_many.h"
#include "experiments/report/progress_text.h"
#include "experiments/report/text_table.h"
#include "experiments/sweep/seed_list.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

void check_options(const CommandLine& line) {
  for (const char* option : {"seed", "resume", "until", "serve"}) {
    if (!line.given(option)) continue;
    throw Error(fmt::format("--seeds trains several runs: leave out --{}", option));
  }
  for (const std::string& set : line.texts("set")) check_shared_set(set);
}

std::vector<PlannedRun> plan_seeds(const CommandLine& line, const std::string& config,
                                   const std::vector<std::string>& sets) {
  RegisteredEnvironments environments;
  environments.load_all(line.texts("plugin"));
  const fs::path out = line.given("out") ? line.text("out") : "runs";
  const std::string env = file_label(load_experiment(config, sets, environments).env_id);
  std::vector<PlannedRun> runs;
  for (const std::uint64_t seed : parse_seeds(line.text("seeds"), "--seeds")) {
    PlannedRun run;
    run.config = config;
    run.sets = sets;
    run.seed = seed;
    run.folder = out / fmt::format("{}-{}", env, seed);
    run.label = fmt::format("{} seed {}", env, seed);
    check_planned(run, environments);
    if (!run.problem.empty()) throw Error(run.problem);
    runs.push_back(std::move(run));
  }
  return runs;
}

/// What the runs reached, a line each.
std::string results(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states) {
  TextTable table{.title = "Runs",
                  .columns = {"seed", "steps", "last evaluation", "best evaluation", "time"},
                  .rows = {}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunProgress& progress = states[i].progress;
    table.rows.push_back({std::to_string(runs[i].seed), format_count(progress.step),
                          format_figure(progress.last_evaluation),
                          format_figure(progress.best_evaluation),
                          format_duration(progress.wall_seconds)});
  }
  return "\n" + table_text(table);
}

}  // namespace

int train_seeds(const CommandLine& line, const std::string& config,
                const std::vector<std::string>& sets) {
  check_options(line);
  InterruptGuard guard;
  const std::vector<PlannedRun> runs = plan_seeds(line, config, sets);
  PoolOptions options = pool_options(line);
  if (line.given("for")) options.shared.arguments = {"--for", line.text("for")};
  PoolEnd end;
  {
    const std::unique_ptr<PoolView> view = make_pool_view(line.given("quiet"));
    constexpr double kForever = std::numeric_limits<double>::infinity();
    end = train_many(runs, options, kForever, guard, *view);
  }
  print_messages(runs, end.states, line.given("quiet"));
  if (!line.given("quiet")) {
    print_text(results(runs, end.states));
    if (is_interrupted(end)) print("\nInterrupted; the same command goes on where it was.\n");
  }
  return exit_status(end);
}

}  // namespace saccade
