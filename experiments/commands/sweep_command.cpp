// saccade sweep: trains what a file of settings asks for.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/pool/train_many.h"
#include "experiments/sweep/halving.h"
#include "experiments/sweep/sweep_results.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

CommandSyntax sweep_syntax() {
  CommandSyntax syntax;
  syntax.name = "sweep";
  syntax.summary =
      "Trains many runs: every combination of some settings, settings drawn at random, or by\n"
      "successive halving, each with several seeds.\n"
      "\n"
      "FILE.toml says what is tried; docs/sweeps.md describes it. For example:\n"
      "\n"
      "  config = \"forage\"\n"
      "  seeds = \"1..3\"\n"
      "  [set]\n"
      "  steps = 200_000\n"
      "  [vary]\n"
      "  policy.encoder = [\"attention\", \"mean_pool\"]\n"
      "\n"
      "Each run is a process of its own and has a directory of its own. A run that fails is "
      "named,\n"
      "and the others go on. After an interrupt, a kill or a failure, the same command goes on "
      "where\n"
      "it was, with the same results.";
  syntax.arguments = {"FILE.toml"};
  syntax.options = {
      {"out", "DIR", "Where the runs lie. Default: runs/<name of the file>."},
      {"jobs", "N", "Runs side by side. Default: one per processor."},
      {"threads", "N", "Threads of each run. They change no result.", "1"},
      {"set", "KEY=VALUE", "Set a key of all runs; may be repeated.", "", true},
      plugin_option(),
      {"dry-run", "", "Print the runs, and train nothing."},
      {"quiet", "", "Print nothing but errors."},
  };
  return syntax;
}

void print_plan(const SweepPlan& plan) {
  for (const PlannedRun& run : plan.runs) {
    print("{}  {}{}\n", run.folder.string(), describe_trial(plan.trials[run.trial]),
          run.problem.empty() ? "" : "  cannot be trained: " + run.problem);
  }
}

class Sweep {
 public:
  Sweep(const CommandLine& line, InterruptGuard& guard)
      : file_(line.argument(0)),
        sweep_(read_sweep_file(file_)),
        out_(line.given("out") ? fs::path(line.text("out")) : "runs" / file_.stem()),
        options_(pool_options(line)),
        guard_(guard),
        quiet_(line.given("quiet")) {
    for (const std::string& plugin : line.texts("plugin")) environments_.load(plugin);
    plan_ = plan_sweep(sweep_, line.texts("set"), out_, environments_);
  }

  const SweepPlan& plan() const { return plan_; }

  int run() {
    make_folder(out_);
    write_atomically(out_ / "sweep.toml", read_file(file_));
    const PoolEnd end = train();
    write_atomically(out_ / "sweep.csv", sweep_csv(plan_, end.states));
    print_messages(plan_.runs, end.states, quiet_);
    if (!quiet_) print_text(sweep_table(plan_, end.states) + closing(end));
    return exit_status(end);
  }

 private:
  PoolEnd train() {
    bool is_time_up = false;
    const TrainSome train = [&](const std::vector<PlannedRun>& runs) {
      const std::unique_ptr<PoolView> view = make_pool_view(quiet_);  // Of these runs alone.
      PoolEnd end = train_many(runs, options_, seconds_left(runs), guard_, *view);
      is_time_up = end.is_time_up;
      return std::move(end.states);
    };
    std::vector<RunStatus> states = sweep_.search == SearchKind::kHalving
                                        ? train_by_halving(plan_, sweep_.halving, train)
                                        : train(plan_.runs);
    return {std::move(states), is_time_up};
  }

  /// What the other runs of the sweep leave of its budget.
  double seconds_left(const std::vector<PlannedRun>& runs) const {
    double seconds = sweep_.most_seconds;
    for (const PlannedRun& run : plan_.runs) seconds -= read_progress(run.folder).wall_seconds;
    for (const PlannedRun& run : runs) seconds += read_progress(run.folder).wall_seconds;
    return seconds;
  }

  std::string closing(const PoolEnd& end) const {
    if (is_interrupted(end)) return "\nInterrupted; the same command goes on where it was.\n";
    const auto unfinished =
        std::count_if(end.states.begin(), end.states.end(), [](const RunStatus& status) {
          return status.state != RunState::kDone && status.state != RunState::kFailed;
        });
    if (end.is_time_up && unfinished > 0) {
      return fmt::format("\nThe budget of time is used up: {} of {} runs have not ended.\n",
                         unfinished, end.states.size());
    }
    return fmt::format("\n  {} compare {}    to compare them\n", shell_quoted(program_name()),
                       shell_quoted(out_.string()));
  }

  fs::path file_;
  SweepConfig sweep_;
  fs::path out_;
  PoolOptions options_;
  InterruptGuard& guard_;
  bool quiet_;
  RegisteredEnvironments environments_;
  SweepPlan plan_;
};

}  // namespace

int sweep_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(sweep_syntax(), arguments);
  if (!line) return 0;
  InterruptGuard guard;
  Sweep sweep(*line, guard);
  if (line->given("dry-run")) {
    print_plan(sweep.plan());
    return 0;
  }
  return sweep.run();
}

}  // namespace saccade
