// The program as a whole: its table of commands, its overview, its version, its last line of
// defence.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>

#include <fmt/format.h>

#include "experiments/bench/bench_commands.h"
#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/machine/machine.h"
#include "experiments/mpi/mpi_ranks.h"
#include "experiments/terminal/exit_guard.h"
#include "experiments/terminal/interrupt.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

namespace {

std::vector<Command> command_table() {
  return {
      {"train", "train a policy, or resume a run", train_command},
      {"sweep", "train many runs: settings, seeds, successive halving", sweep_command},
      {"eval", "play episodes with fixed seeds and report how good a policy is", eval_command},
      {"compare", "compare groups of runs: which is better, and how sure that is", compare_command},
      {"watch", "watch a policy play and see what it attends to, or record it", watch_command},
      {"play", "play an environment yourself, with the keyboard", play_command},
      {"envs", "list the environments, or describe one", envs_command},
      {"check-env", "check that an environment keeps its contract", check_env_command},
      {"replay", "replay an episode in which an environment failed", replay_command},
      {"new-env", "write the project of a new environment, ready to build", new_env_command},
      {"explain", "measure what a policy attends to, by entity type", explain_command},
      {"report", "write a page about a run", report_command},
      {"export", "write a policy for other programs, or a card about it", export_command},
      {"plot", "draw learning curves of groups of runs, for a paper", plot_command},
      {"bench", "measure speed, and how honest intervals are", bench_command},
  };
}

void print_overview() {
  print(
      "Saccade {}: reinforcement learning with attention over entities\n\n"
      "  saccade train forage              train a policy in the environment forage\n"
      "  saccade watch runs/forage-1       see what the trained agent attends to\n"
      "  saccade eval runs/forage-1        measure how good it is\n\nCommands:\n",
      SACCADE_VERSION);
  for (const Command& command : command_table()) {
    print("  {:<11}{}\n", command.name, command.summary);
  }
  print(
      "\n'saccade COMMAND --help' explains one command, 'saccade train --help-config' every "
      "configuration\nkey. 'saccade --version' prints how this program was built.\n");
}

void print_version() {
#ifdef SACCADE_WITH_RENDER
  constexpr const char* kFeatures = "viewer, recorder, plug-ins";
#else
  constexpr const char* kFeatures = "plug-ins (built without the viewer)";
#endif
  const std::string arch = SACCADE_ARCH;
  const Machine machine = this_machine();
  print("saccade {}\ncompiler: {}\nprocessor: {}\nSIMD: {}\nfeatures: {}\n", SACCADE_VERSION,
        machine.compiler, arch.empty() ? "the compiler's default" : arch, machine.simd,
        std::string(kFeatures) + (has_mpi() ? ", MPI" : ""));
}

/// Several processes that do the same beside each other would overwrite each other's files.
void check_ranks(const std::vector<std::string>& arguments) {
  if (launched_ranks() == 1) return;
  const bool measures = arguments.size() > 1 && arguments[0] == "bench" && arguments[1] == "train";
  const bool trains = arguments.front() == "train";
  const bool starts_runs =  // Of many seeds, each a process of its own.
      trains && std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
        return argument == "--seeds" || argument.starts_with("--seeds=");
      });
  if ((trains && !starts_runs) || measures) return;
  throw Error(fmt::format(
      "'{}{}': found {} processes started together, wanted one: only 'train' of one run is shared",
      arguments.front(), starts_runs ? " --seeds" : "", launched_ranks()));
}

int run_checked(const std::vector<std::string>& arguments) {
  const std::string first = arguments.empty() ? "help" : arguments.front();
  int status = 0;
  if (first == "help" || first == "--help" || first == "-h") {
    print_overview();
  } else if (first == "--version") {
    print_version();
  } else {
    check_ranks(arguments);
    status = dispatch(command_table(), "saccade", arguments);
  }
  if (std::fflush(stdout) != 0) {
    throw Error("standard output: what was printed could not be written", Error::Kind::kFailure);
  }
  return status;
}

// One line, whatever the message looked like.
int report(std::string message, int status) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  std::fflush(stdout);
  fmt::print(stderr, "error: {}\n", printable(message));
  return status;
}

std::string describe(const std::filesystem::filesystem_error& error) {
  return fmt::format("cannot read '{}': {}", error.path1().string(), error.code().message());
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
  const ExitGuard guard;
  try {
    return run_checked(arguments);
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kRequest) return report(error.what(), 2);
    return report(error.what(), interrupt_requested() ? kExitInterrupted : 1);
  } catch (const std::filesystem::filesystem_error& error) {
    return report(describe(error), 2);
  } catch (const std::bad_alloc&) {
    return report("out of memory", 1);
  } catch (const std::exception& error) {
    return report(error.what(), 1);
  } catch (...) {
    return report("something that is not a std::exception was thrown, perhaps by a plug-in", 1);
  }
}

}  // namespace saccade
