#include "experiments/run/resumed_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "envs/episode/episode_runner.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/run/plugin_trust.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_folder(const fs::path& folder) {
  if (is_unfinished_start(folder)) {
    throw Error(
        fmt::format("'{}' holds a run whose start was not finished: begin it again with "
                    "--out {}",
                    folder.string(), folder.string()));
  }
  throw Error("'" + folder.string() + "' is not a run directory: it has no config.toml");
}

/// Newest is the file with the greatest step in its name: it must be right.
void check_name(const Checkpoint& checkpoint, const fs::path& folder, const fs::path& file) {
  if (file == checkpoint_path(folder, checkpoint.step)) return;
  throw Error(fmt::format("checkpoint '{}': found the step {}, wanted that of its name",
                          file.string(), checkpoint.step));
}

/// Old checkpoints are removed: those behind a link may belong to another run.
void check_is_own_folder(const fs::path& folder) {
  if (!fs::is_symlink(folder)) return;
  throw Error(fmt::format("'{}': found a symbolic link, wanted a folder", folder.string()));
}

}  // namespace

EnvironmentFactory watched_factory(const ExperimentConfig& config,
                                   const RegisteredEnvironments& environments, CallBoard* board) {
  EnvironmentFactory factory = environment_factory(config, environments);
  return board ? board->watched(std::move(factory), config.env_id) : factory;
}

std::unique_ptr<Learner> make_learner(const ExperimentConfig& config,
                                      const EnvironmentFactory& factory, Ranks* ranks) {
  return std::make_unique<Learner>(factory, config.learner, config.steps, config.seed,
                                   thread_count(config), ranks);
}

std::unique_ptr<Learner> restored_learner(const ResumedRun& run, const ExperimentConfig& config,
                                          const EnvironmentFactory& factory, Ranks* ranks) {
  std::unique_ptr<Learner> learner = make_learner(config, factory, ranks);
  try {
    learner->restore(run.checkpoint.tensors);
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kFailure) throw;  // It is the environment that failed.
    throw Error(fmt::format("checkpoint '{}' does not fit config.toml: {}",
                            run.checkpoint_file.string(), error.what()));
  }
  return learner;
}

ResumedRun open_for_resume(const fs::path& run_folder, const std::vector<std::string>& sets,
                           RegisteredEnvironments& environments, CallBoard* board) {
  if (!fs::exists(run_folder / "config.toml")) refuse_folder(run_folder);
  check_is_own_folder(run_folder / "checkpoints");
  RunFolder folder = RunFolder::open(run_folder);
  const fs::path file = find_checkpoint(run_folder, "latest");
  Checkpoint checkpoint = read_checkpoint(file);
  check_name(checkpoint, run_folder, file);
  ExperimentConfig stored =
      read_config_file(run_folder / "config.toml", environments, trust_own_run(run_folder));
  ExperimentConfig config = stored;
  apply_sets(config, sets, environments);
  check_fits(checkpoint, file, spec_of(watched_factory(config, environments, board)));
  const bool is_given_steps = std::any_of(
      sets.begin(), sets.end(), [](const std::string& set) { return set.starts_with("steps="); });
  return {std::move(folder), std::move(stored),     std::move(config),
          is_given_steps,    std::move(checkpoint), file};
}

}  // namespace saccade
