#include "experiments/pool/planned_run.h"

#include <fmt/format.h>

#include <map>

#include "experiments/checkpoint/initial_weights.h"
#include "experiments/config/config_text.h"
#include "experiments/config/config_toml.h"
#include "experiments/run/plugin_trust.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

bool is_begun(const fs::path& folder) {
  return fs::exists(folder / "config.toml");
}

/// What decides results, as text by key.
std::map<std::string, std::string> deciding_keys(const ExperimentConfig& config) {
  std::map<std::string, std::string> values;
  for (const TomlEntry& entry : parse_toml(write_config(config), "configuration").entries) {
    if (entry.key == "threads" || entry.key.starts_with("init.")) continue;
    values[entry.key] = format_value(entry.value);
  }
  return values;
}

/// The same of the weights that it began with.
std::string initial_difference(const ExperimentConfig& found, const ExperimentConfig& wanted) {
  const std::string digest =
      wanted.init.from.empty() ? "" : read_initial_weights(wanted.init).digest;
  if (digest == found.init.digest) return "";
  const auto shown = [](const std::string& text) { return text.empty() ? "nothing" : text; };
  return fmt::format("init.digest: found {}, wanted {}", shown(found.init.digest), shown(digest));
}

void append_all(std::vector<std::string>& to, const std::vector<std::string>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::vector<std::string> train_arguments(const PlannedRun& run, const SharedOptions& options) {
  std::vector<std::string> arguments = {"train"};
  if (is_begun(run.folder)) {
    append_all(arguments, {"--resume", run.folder.string()});
  } else {
    append_all(arguments, {run.config, "--out", run.folder.string()});
    for (const std::string& set : run.sets) append_all(arguments, {"--set", set});
    append_all(arguments, {"--seed", std::to_string(run.seed)});
  }
  append_all(arguments, {"--threads", std::to_string(options.threads), "--quiet"});
  for (const std::string& plugin : options.plugins) append_all(arguments, {"--plugin", plugin});
  if (run.until > 0) append_all(arguments, {"--until", std::to_string(run.until)});
  append_all(arguments, options.arguments);
  return arguments;
}

void check_shared_set(const std::string& set) {
  for (const char* key : {"seed", "threads"}) {
    if (!set.starts_with(std::string(key) + '=')) continue;
    throw Error(fmt::format(
        "--set {}: several runs are trained: use --{} instead", set,
        std::string(key) == "seed" ? "seeds, or the key seeds of a sweep," : "threads"));
  }
}

std::string first_difference(const ExperimentConfig& found, const ExperimentConfig& wanted) {
  const auto has = deciding_keys(found), wants = deciding_keys(wanted);
  const auto value = [](const auto& values, const std::string& key) {
    const auto at = values.find(key);
    return at == values.end() ? std::string("nothing") : at->second;
  };
  auto all = has;
  all.insert(wants.begin(), wants.end());
  for (const auto& [key, unused] : all) {
    if (value(has, key) == value(wants, key)) continue;
    return fmt::format("{}: found {}, wanted {}", key, value(has, key), value(wants, key));
  }
  return "";
}

void check_planned(PlannedRun& run, RegisteredEnvironments& environments) {
  std::vector<std::string> sets = run.sets;
  sets.push_back(fmt::format("seed={}", run.seed));
  ExperimentConfig wanted;
  try {
    wanted = load_experiment(run.config, sets, environments);
  } catch (const Error& error) {
    run.problem = error.what();
    return;
  }
  run.steps = total_steps(wanted);
  run.is_evaluated = wanted.evaluation.episodes > 0;
  run.may_end_early = wanted.evaluation.stop_return != kNeverStop;
  if (!is_begun(run.folder)) return;
  const ExperimentConfig found =
      read_config_file(run.folder / "config.toml", environments, trust_own_run(run.folder));
  std::string difference = first_difference(found, wanted);
  if (difference.empty()) difference = initial_difference(found, wanted);
  if (difference.empty()) return;
  throw Error(fmt::format("'{}' is a run with other settings: {}; name another --out",
                          run.folder.string(), difference));
}

}  // namespace saccade
