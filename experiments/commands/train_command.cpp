// saccade train: begins a run or continues one.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <new>
#include <utility>

#include "experiments/cli/cli.h"
#include "experiments/cli/replay_note.h"
#include "experiments/cli/time_span.h"
#include "experiments/commands/commands.h"
#include "experiments/commands/train_seeds.h"
#include "experiments/config/config_text.h"
#include "experiments/config/config_value.h"
#include "experiments/machine/memory_need.h"
#include "experiments/publish/report_page.h"
#include "experiments/ranks/train_rank.h"
#include "experiments/report/progress_text.h"
#include "experiments/report/progress_view.h"
#include "experiments/report/training_texts.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/training.h"
#include "experiments/serve/page_server.h"
#include "experiments/terminal/interrupt_watch.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

const std::string kDefaultExperiment = "forage";
constexpr const char* kWaiting =
    "Interrupted; still waiting for the running work to finish. A second Ctrl-C ends at once and "
    "keeps what was learned up to the last finished update, if there is one.";

constexpr const char* kSummary =
    "Trains a policy and writes a run directory.\n"
    "\n"
    "CONFIG is a TOML file or the name of a preset. ENV is the id of an environment: it is\n"
    "trained with the preset of that name or, if there is none, with every key at its default.\n"
    "Without an argument, forage is trained.\n"
    "CONFIG with --set env.id=ENV trains another environment with all other keys of CONFIG. The\n"
    "options of ENV then have their defaults, unless a later --set env.OPTION=VALUE sets them.\n"
    "\n"
    "Ctrl-C finishes the running update, writes a checkpoint and ends. A second Ctrl-C ends at\n"
    "once and keeps the last finished update.\n"
    "\n"
    "--resume continues from the latest checkpoint, also after a kill. The result is the same\n"
    "as without the interruption. On resume, logs are truncated to the last checkpoint.\n"
    "With --resume --steps N, schedules end at step N, so the rest of the run differs\n"
    "from a run that had N steps from the beginning. If a run has already trained for its\n"
    "steps, --resume only repairs what a kill left behind; so it does where the evaluations\n"
    "ended the run (eval.stop_return), unless --steps is given: it then trains on to step N,\n"
    "and evaluations no longer end it.\n"
    "\n"
    "--for TIME ends a run after this much training time, such as 90s, 10m, 2h or 1h30m. The\n"
    "time of the whole run counts (wall_seconds in metrics.csv): a run that was killed and is\n"
    "resumed with the same --for trains for the same time. When it is up, the policy is\n"
    "evaluated, a checkpoint is written and the exit status is 0; --resume goes on. Schedules,\n"
    "such as that of the learning rate, still end at `steps`.";

CommandSyntax train_syntax() {
  CommandSyntax syntax;
  syntax.name = "train";
  syntax.summary = kSummary;
  syntax.arguments = {"[CONFIG|ENV]"};
  syntax.options = {
      {"seed", "N", "Seed for all randomness (config key `seed`)."},
      {"steps", "N", "Environment steps to train (config key `steps`)."},
      {"for", "TIME",
       "Training time of the run, earlier processes included: 90s, 10m, 2h, 1h30m. It ends at its "
       "steps if these come first."},
      {"until", "STEP",
       "Pause at this step: evaluate, write a checkpoint, end. Schedules still end at `steps`; "
       "--resume goes on."},
      {"threads", "N",
       "Number of threads; 0: one per processor (config key `threads`). It changes no result. With "
       "--seeds: of each run, by default 1."},
      {"out", "DIR",
       "Run directory; it must be missing or empty. Default: runs/<env>-<seed>. With --seeds: "
       "where the run directories lie, <env>-<seed> each. Default: runs."},
      {"set", "KEY=VALUE", "Set a configuration key; may be repeated.", "", true},
      plugin_option(),
      {"init", "RUN",
       "Begin with the weights of this run (RUN, RUN@STEP or a checkpoint file; config key "
       "`init.from`), where they fit by name and shape; the rest is drawn."},
      {"resume", "RUN", "Continue the run in this run directory."},
      {"seeds", "LIST",
       "Train a run for each of these seeds, such as 1..5 or 1,4,7, side by side. The same command "
       "goes on with what was interrupted or killed."},
      {"jobs", "N", "With --seeds: runs side by side. Default: one per processor."},
      {"serve", "[HOST:]PORT",
       "Show the page of `saccade report` in a browser while the run goes on. HOST is an IP "
       "address; without it, only this machine is answered."},
      {"quiet", "", "Print nothing but errors."},
      {"help-config", "",
       "Print every configuration key with its type, range, default and meaning."},
  };
  return syntax;
}

/// --set and its short forms, in this order: the short forms win.
std::vector<std::string> sets_of(const CommandLine& line) {
  std::vector<std::string> sets = line.texts("set");
  for (const char* key : {"seed", "steps", "threads"}) {
    if (line.given(key)) sets.push_back(fmt::format("{}={}", key, line.text(key)));
  }
  return sets;
}

void check_resume(const CommandLine& line) {
  for (const char* option : {"seed", "set", "out", "init"}) {
    if (line.given(option)) {
      throw Error(fmt::format("--resume continues a run as it is: leave out --{}", option));
    }
  }
  if (!line.argument(0).empty()) {
    throw Error("--resume continues a run as it is: leave out '" + line.argument(0) + "'");
  }
}

void check_init_option(const CommandLine& line) {
  if (!line.given("init")) return;
  for (const std::string& set : line.texts("set")) {
    if (!set.starts_with("init.")) continue;
    throw Error(fmt::format(
        "--init sets init.from and takes any weights: leave out --init or '--set {}'", set));
  }
}

void check_fits_memory(const ExperimentConfig& config, const RegisteredEnvironments& environments,
                       CallBoard& board) {
  check_memory(measure_need(config, watched_factory(config, environments, &board)),
               memory_limits());
}

/// The failure of an environment, when the run begins or continues, is told with its replay.
template <class... Arguments>
std::unique_ptr<Training> begin_training(const ExperimentConfig& config,
                                         const RegisteredEnvironments& environments,
                                         CallBoard& board, const fs::path& folder,
                                         Arguments&&... arguments) {
  std::unique_ptr<Training> training;
  with_replay_note(config, folder, [&] {
    check_fits_memory(config, environments, board);
    training = std::make_unique<Training>(std::forward<Arguments>(arguments)...);
  });
  return training;
}

std::string init_file(const std::string& run) {
  try {
    return locate_run(run).checkpoint.string();
  } catch (const Error& error) {
    throw Error(std::string("--init: ") + error.what());
  }
}

/// What the runs of several seeds share.
int train_all_seeds(const CommandLine& line) {
  check_init_option(line);
  if (line.given("for")) want_time_span(line.text("for"), "--for");  // Can it be read?
  std::vector<std::string> sets = line.texts("set");
  if (line.given("init")) {
    sets.push_back("init.from=" +
                   format_value(fs::absolute(init_file(line.text("init"))).string()));
  }
  if (line.given("steps")) sets.push_back("steps=" + line.text("steps"));
  const std::string& name = line.argument(0).empty() ? kDefaultExperiment : line.argument(0);
  return train_seeds(line, name, sets);
}

std::unique_ptr<Training> make_training(const CommandLine& line,
                                        RegisteredEnvironments& environments, CallBoard& board,
                                        LeadingRank& leading) {
  if (line.given("quiet")) environments.be_quiet();
  if (line.given("resume")) {
    check_resume(line);
    ResumedRun run = open_for_resume(line.text("resume"), sets_of(line), environments, &board);
    const ExperimentConfig config = run.config;
    if (leading.ranks())
      leading.begin(config, spec_of(watched_factory(config, environments, &board)));
    return begin_training(config, environments, board, line.text("resume"), std::move(run),
                          environments, &board, leading.ranks());
  }
  check_init_option(line);
  const std::string& name = line.argument(0).empty() ? kDefaultExperiment : line.argument(0);
  ExperimentConfig config = load_experiment(name, sets_of(line), environments);
  if (line.given("init")) config.init = {init_file(line.text("init")), ""};
  if (leading.ranks())
    leading.begin(config, spec_of(watched_factory(config, environments, &board)));
  return begin_training(config, environments, board, "", config, environments, line.text("out"),
                        &board, leading.ranks());
}

std::unique_ptr<PageServer> make_server(const CommandLine& line) {
  if (!line.given("serve")) return nullptr;
  return std::make_unique<PageServer>(parse_address(line.text("serve"), "--serve"));
}

/// The page is made of the files that the run writes: training knows nothing of it.
void serve(PageServer& server, const fs::path& folder, const CommandLine& line) {
  server.show([folder] { return report_page(load_run_report(folder)); });
  if (!line.given("quiet")) print("Live page: {}\n", server.url());
}

std::unique_ptr<ProgressView> make_view(const CommandLine& line) {
  if (line.given("quiet")) return make_quiet_view();
  return ::isatty(STDOUT_FILENO) != 0 ? make_live_view() : make_plain_view();
}

/// Tells the failure and what is saved of the run.
[[noreturn]] void fail(const Training& training, const std::string& what,
                       LeadingRank* giving_up = nullptr) {
  const std::string text = fmt::format("{}; the run is saved up to step {}: {}", what,
                                       training.stored_step(), resume_command(training));
  if (giving_up) giving_up->give_up(text);
  throw Error(text, Error::Kind::kFailure);
}

void advance(Training& training, LeadingRank& leading, const std::atomic<bool>& stop) {
  try {
    with_replay_note(training.config(), training.folder(), [&] { training.advance(&stop); });
  } catch (const std::bad_alloc&) {
    fail(training, "out of memory", &leading);
  } catch (const Error& error) {
    fail(training, error.what());
  } catch (const std::exception& error) {
    fail(training, error.what(), &leading);
  } catch (...) {
    fail(training, "something that is not a std::exception was thrown, perhaps by a plug-in",
         &leading);
  }
}

/// Trains until the end or an interrupt.
void train(Training& training, LeadingRank& leading, const InterruptGuard& guard,
           const CommandLine& line) {
  const std::unique_ptr<ProgressView> view = make_view(line);
  view->note(opening_text(training));
  for (const std::string& what : training.transfer()) view->note(printable(what));
  while (!training.end() && !guard.interrupted()) {
    advance(training, leading, guard.flag());
    view->show(training.progress());
  }
}

/// What a second signal does while `advance` runs; returns what is said.
std::string keep(Training& training) {
  return fmt::format("Ended at once; kept what was learned up to step {}. To continue:\n  {}",
                     format_count(training.save()), resume_command(training));
}

}  // namespace

int train_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(train_syntax(), arguments);
  if (!line) return 0;
  if (line->given("help-config")) {
    print("{}", describe_config_keys());
    return 0;
  }
  if (line->given("seeds")) return train_all_seeds(*line);
  if (line->given("jobs")) throw Error("--jobs has no effect without --seeds");
  const std::unique_ptr<JoinedRanks> ranks = join_ranks();
  RegisteredEnvironments environments;
  if (ranks && !ranks->leads()) return follow_as_rank(*ranks, line->texts("plugin"), environments);
  LeadingRank leading(ranks.get());
  environments.load_all(line->texts("plugin"));
  InterruptGuard guard;
  CallBoard board;
  std::unique_ptr<Training> training;  // Outlives the watch that may keep it.
  InterruptWatch watch(guard, board, kWaiting);
  const double seconds = line->given("for") ? want_time_span(line->text("for"), "--for")
                                            : std::numeric_limits<double>::infinity();
  const std::int64_t pause_step = line->given("until") ? line->whole<std::int64_t>("until", 1) : 0;
  const std::unique_ptr<PageServer> server = make_server(*line);
  training = leading.attempt([&] { return make_training(*line, environments, board, leading); });
  training->limit_time(seconds);
  training->pause_at(pause_step);
  watch.keep_with([&training] { return keep(*training); });
  for (const std::string& note : training->notes()) {
    fmt::print(stderr, "note: {}\n", printable(note));
  }
  if (server) serve(*server, training->folder(), *line);
  const bool had_ended = training->end().has_value();
  if (!had_ended) train(*training, leading, guard, *line);
  training->save();
  if (!line->given("quiet")) {
    print("{}\n", had_ended ? nothing_left_text(*training) : closing_text(*training));
  }
  return training->end() ? 0 : kExitInterrupted;
}

}  // namespace saccade
