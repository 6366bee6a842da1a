#include "experiments/results/run_results.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <set>

#include "experiments/config/config_schema.h"
#include "experiments/config/config_toml.h"
#include "experiments/files/atomic_file.h"
#include "experiments/results/evaluation_log.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/run_folder.h"
#include "experiments/run/run_summary.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLevels = 8;  // Of directories below the one that was named.

bool is_run_directory(const fs::path& folder) {
  return fs::is_directory(folder) &&
         (fs::exists(folder / "config.toml") || is_unfinished_start(folder));
}

/// Runs are not looked for within runs, nor behind links, which may go round in circles.
void add_runs_below(const fs::path& folder, int levels, std::vector<fs::path>& runs) {
  if (is_run_directory(folder)) return runs.push_back(folder);
  if (levels == 0) return;
  std::vector<std::string> names = names_in(folder);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const fs::path inner = folder / name;
    if (!fs::is_symlink(inner) && fs::is_directory(inner)) add_runs_below(inner, levels - 1, runs);
  }
}

[[noreturn]] void refuse(const std::string& argument) {
  if (fs::is_directory(argument)) throw Error("'" + argument + "' is no run and holds none");
  std::string message = "there is no run '" + argument + "'";
  if (fs::is_directory(fs::path("runs") / argument)) {
    message += "; did you mean 'runs/" + argument + "'?";
  }
  if (argument.find('@') != std::string::npos || argument.ends_with(".safetensors")) {
    message += "; wanted a run directory: a comparison takes the whole run";
  }
  throw Error(message);
}

std::map<std::string, std::string> default_config() {
  ExperimentConfig defaults;
  std::map<std::string, std::string> config;
  for (const ConfigKey& key : config_keys()) config[key.name] = format_field(key, defaults);
  return config;
}

std::map<std::string, std::string> read_config(const fs::path& file) {
  std::map<std::string, std::string> config = default_config();
  const TomlConfig toml = parse_toml(read_file(file, kMaxConfigBytes), file.string());
  for (const TomlEntry& entry : toml.entries) {
    const std::string renamed = renamed_key(entry.key);
    config[renamed.empty() ? entry.key : renamed] =
        format_value(renewed_value(entry.key, entry.value));
  }
  return config;
}

std::string text_of(const std::map<std::string, std::string>& config, const std::string& key,
                    const fs::path& folder) {
  const auto found = config.find(key);
  if (found == config.end()) {
    throw Error(fmt::format("'{}': found no key {}", (folder / "config.toml").string(), key));
  }
  const std::string& value = found->second;
  return value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
}

template <class Int>
Int whole_of(const std::map<std::string, std::string>& config, const std::string& key,
             const fs::path& folder) {
  const std::string text = text_of(config, key, folder);
  Int number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest == end) return number;
  throw Error(fmt::format("'{}': {}: found {}, wanted a whole number",
                          (folder / "config.toml").string(), key, text));
}

/// The log's text; nothing when it cannot be read.
std::optional<std::string> read_log(const fs::path& file) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;
  try {
    return read_file(file, kMostBytes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

RunResults read_run(const fs::path& folder, const std::string& evaluations,
                    const std::string& metric) {
  RunResults run;
  run.folder = folder;
  run.config = read_config(folder / "config.toml");
  run.environment = text_of(run.config, "env.id", folder);
  run.seed = whole_of<std::uint64_t>(run.config, "seed", folder);
  run.steps_asked = whole_of<std::int64_t>(run.config, "steps", folder);
  run.evaluations = parse_evaluations(evaluations, metric, "evals.csv");
  if (run.evaluations.empty()) throw Error("it has no evaluation");
  run.steps = run.evaluations.back().step;
  run.wall_seconds = run.evaluations.back().wall_seconds;
  const std::optional<SummarisedTraining> summary = read_summary(folder);
  if (summary && summary->steps >= run.steps) {
    run.steps = summary->steps;
    if (summary->wall_seconds) run.wall_seconds = summary->wall_seconds;
  }
  return run;
}

}  // namespace

std::vector<fs::path> find_runs(const std::vector<std::string>& arguments) {
  std::vector<fs::path> runs;
  std::set<fs::path> known;
  for (const std::string& argument : arguments) {
    std::vector<fs::path> found;
    if (fs::is_directory(argument)) add_runs_below(argument, kMostLevels, found);
    if (found.empty()) refuse(argument);
    for (const fs::path& run : found) {
      if (known.insert(fs::canonical(run)).second) runs.push_back(run);
    }
  }
  return runs;
}

LoadedResults load_results(const std::vector<fs::path>& folders, const std::string& metric) {
  LoadedResults results;
  for (const fs::path& folder : folders) {
    const std::optional<std::string> evaluations = read_log(folder / "evals.csv");
    try {
      if (is_unfinished_start(folder)) throw Error("its start was not finished");
      if (!evaluations) throw Error("its evals.csv cannot be read");
      results.runs.push_back(read_run(folder, *evaluations, metric));
    } catch (const Error& error) {
      results.omitted.push_back({folder, error.what()});
    }
  }
  return results;
}

}  // namespace saccade
