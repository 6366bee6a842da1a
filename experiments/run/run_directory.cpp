#include "experiments/run/run_directory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "agents/kind_learner.h"
#include "envs/episode/episode_runner.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/checkpoint/initial_weights.h"
#include "experiments/config/config_toml.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/plugin_trust.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

bool is_run_folder(const fs::path& folder) {
  return fs::is_directory(folder) && fs::exists(folder / "config.toml");
}

[[noreturn]] void refuse_run(const std::string& run) {
  std::string message = "there is no run or checkpoint '" + run + "'";
  if (is_run_folder(fs::path("runs") / run)) message += "; did you mean 'runs/" + run + "'?";
  throw Error(message);
}

[[noreturn]] void refuse_checkpoint(const fs::path& folder, const std::string& which) {
  const std::vector<std::int64_t> steps = checkpoint_steps(folder);
  throw Error(fmt::format("run '{}' has no checkpoint '{}'; it has {}", folder.string(), which,
                          steps.empty()
                              ? std::string("none")
                              : fmt::format("those of steps {}", fmt::join(steps, ", "))));
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

fs::path find_best(const fs::path& folder) {
  const fs::path best = folder / "checkpoints" / "best";
  if (!fs::is_regular_file(best)) refuse_checkpoint(folder, "best");
  return fs::canonical(best);
}

RunLocation locate_file(const fs::path& file) {
  const fs::path checkpoint = fs::canonical(file);
  const fs::path parent = checkpoint.parent_path();
  const bool in_run = parent.filename() == "checkpoints" && is_run_folder(parent.parent_path());
  return {in_run ? parent.parent_path() : parent, checkpoint};
}

ExperimentConfig config_of(const RunLocation& location, const Checkpoint& checkpoint,
                           RegisteredEnvironments& environments) {
  const fs::path file = location.folder / "config.toml";
  if (fs::exists(file)) return read_config_file(file, environments, trust_own_run(location.folder));
  return parse_config(checkpoint.config, location.checkpoint.string(), environments);
}

/// The configuration beside these weights is of the run that began with them.
void refuse_initial_weights(const RunLocation& location) {
  if (location.checkpoint.filename() != kInitialWeights || !is_run_folder(location.folder)) return;
  throw Error(fmt::format(
      "'{}' holds what run '{}' began with, the weights of another run: name a checkpoint in '{}'",
      location.checkpoint.string(), location.folder.string(),
      (location.folder / "checkpoints").string()));
}

void load_policies(PolicySet& policies, const Checkpoint& checkpoint, const RunLocation& location) {
  try {
    policies.load(checkpoint.tensors);
  } catch (const Error& error) {
    throw Error(fmt::format("checkpoint '{}' does not fit config.toml: {}",
                            location.checkpoint.string(), error.what()),
                error.kind());
  }
}

}  // namespace

fs::path find_checkpoint(const fs::path& folder, const std::string& which) {
  if (which.empty()) {
    return find_checkpoint(folder, fs::exists(folder / "checkpoints" / "best") ? "best" : "latest");
  }
  if (which == "best") return find_best(folder);
  const std::vector<std::int64_t> steps = checkpoint_steps(folder);
  const auto step = which == "latest" && !steps.empty() ? steps.back() : whole_number(which);
  if (!step || !std::binary_search(steps.begin(), steps.end(), *step)) {
    refuse_checkpoint(folder, which);
  }
  return checkpoint_path(folder, *step);
}

bool is_run(const std::string& run) {
  if (is_run_folder(run) || run.ends_with(".safetensors")) return true;
  if (run.ends_with(".toml")) return false;
  return run.find('/') != std::string::npos || run.find('@') != std::string::npos;
}

RunLocation locate_run(const std::string& run) {
  if (is_run_folder(run)) return {run, find_checkpoint(run, "")};
  if (fs::is_regular_file(run)) return locate_file(run);
  const std::size_t at = run.rfind('@');
  if (at == std::string::npos || !is_run_folder(run.substr(0, at))) refuse_run(run);
  const std::string which = run.substr(at + 1);
  if (which.empty()) throw Error("'" + run + "': wanted a step, 'best' or 'latest' after the '@'");
  return {run.substr(0, at), find_checkpoint(run.substr(0, at), which)};
}

std::optional<std::string> contents_of(const fs::path& file) {
  try {
    return read_file(file, kMaxConfigBytes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

LoadedRun load_run(const std::string& run, const std::vector<std::string>& sets,
                   RegisteredEnvironments& environments) {
  const RunLocation location = locate_run(run);
  refuse_initial_weights(location);
  const Checkpoint checkpoint = read_checkpoint(location.checkpoint);
  ExperimentConfig config = config_of(location, checkpoint, environments);
  apply_sets(config, sets, environments);
  const EnvironmentSpec spec = spec_of(environment_factory(config, environments));
  check_fits(checkpoint, location.checkpoint, spec);
  PolicySet policies(spec.kinds, config.learner.policy, config.seed);
  load_policies(policies, checkpoint, location);
  std::vector<float> units;
  for (const AgentKind& kind : spec.kinds) {
    if (config.learner.rollout.scale_rewards) {
      units.push_back(unit_of_values(checkpoint.tensors, kind));
    }
  }
  return {std::move(config),
          std::move(policies),
          checkpoint.step,
          location.folder,
          location.checkpoint,
          std::move(units),
          policies_digest(checkpoint)};
}

}  // namespace saccade
