#include "experiments/run/run_directory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "envs/core/episode_runner.h"
#include "experiments/run/atomic_file.h"
#include "experiments/run/checkpoint.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "step-";
constexpr std::string_view kSuffix = ".safetensors";

bool is_run_folder(const fs::path& folder) {
  return fs::is_directory(folder) && fs::exists(folder / "config.toml");
}

/// The step in a checkpoint's file name, if it is one.
std::optional<std::int64_t> step_in_name(const std::string& name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  const std::string digits =
      name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  std::int64_t step = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, step);
  if (error != std::errc() || rest != end || step < 0) return std::nullopt;
  return step;
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

/// A checkpoint of a run folder by "best", "latest", its step, or "" for the default.
fs::path find_checkpoint(const fs::path& folder, const std::string& which) {
  const fs::path checkpoints = folder / "checkpoints";
  if (which.empty()) {
    return find_checkpoint(folder, fs::exists(checkpoints / "best") ? "best" : "latest");
  }
  const bool is_link = which == "best" || which == "latest";
  const fs::path file =
      checkpoints / (is_link ? which : fmt::format("{}{}{}", kPrefix, which, kSuffix));
  if (!fs::is_regular_file(file)) refuse_checkpoint(folder, which);
  return is_link ? fs::canonical(file) : file;
}

RunLocation locate_file(const fs::path& file) {
  const fs::path checkpoint = fs::canonical(file);
  const fs::path parent = checkpoint.parent_path();
  const bool in_run = parent.filename() == "checkpoints" && is_run_folder(parent.parent_path());
  return {in_run ? parent.parent_path() : parent, checkpoint};
}

ExperimentConfig config_of(const RunLocation& location, const Checkpoint& checkpoint,
                           Catalogue& catalogue) {
  const fs::path file = location.folder / "config.toml";
  if (fs::exists(file)) return read_config_file(file, catalogue);
  return parse_config(checkpoint.config, location.checkpoint.string(), catalogue);
}

void load_policy(Policy& policy, const Checkpoint& checkpoint, const RunLocation& location) {
  try {
    policy.load(checkpoint.tensors);
  } catch (const Error& error) {
    throw Error(fmt::format("checkpoint '{}' does not fit config.toml: {}",
                            location.checkpoint.string(), error.what()),
                error.kind());
  }
}

bool is_empty_or_missing(const fs::path& folder) {
  if (!fs::exists(folder)) return true;
  return fs::is_directory(folder) && fs::is_empty(folder);
}

/// Makes the first folder of base, base-2, base-3, ... that does not exist yet.
fs::path make_numbered_folder(const std::string& base) {
  for (int number = 1;; ++number) {
    const fs::path folder = number == 1 ? base : fmt::format("{}-{}", base, number);
    std::error_code error;
    if (fs::create_directory(folder, error)) return folder;
    if (error) throw Error("cannot make the folder '" + folder.string() + "': " + error.message());
  }
}

}  // namespace

bool is_run(const std::string& run) {
  if (is_run_folder(run) || run.ends_with(kSuffix)) return true;
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

LoadedRun load_run(const std::string& run, const std::vector<std::string>& sets,
                   Catalogue& catalogue) {
  const RunLocation location = locate_run(run);
  const Checkpoint checkpoint = read_checkpoint(location.checkpoint);
  ExperimentConfig config = config_of(location, checkpoint, catalogue);
  apply_sets(config, sets, catalogue);
  const EnvironmentSpec spec = spec_of(environment_factory(config, catalogue));
  check_fits(checkpoint, location.checkpoint, spec);
  Policy policy(spec.observation, spec.action, config.policy, config.seed);
  load_policy(policy, checkpoint, location);
  return {std::move(config), std::move(policy), checkpoint.step, location.folder,
          location.checkpoint};
}

fs::path create_run_directory(const std::string& out, const ExperimentConfig& config) {
  fs::path folder = out;
  if (out.empty()) {
    make_folder("runs");
    folder = make_numbered_folder(fmt::format("runs/{}-{}", config.env_id, config.seed));
  } else if (!is_empty_or_missing(folder)) {
    throw Error("'" + out + "' exists and is not an empty folder; nothing is overwritten");
  }
  make_folder(folder / "checkpoints");
  return folder;
}

std::vector<std::int64_t> checkpoint_steps(const fs::path& folder) {
  std::vector<std::int64_t> steps;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder / "checkpoints", error)) {
    const auto step = step_in_name(file.path().filename().string());
    if (step && !file.is_symlink()) steps.push_back(*step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

fs::path checkpoint_path(const fs::path& folder, std::int64_t step) {
  return folder / "checkpoints" / fmt::format("{}{}{}", kPrefix, step, kSuffix);
}

}  // namespace saccade
