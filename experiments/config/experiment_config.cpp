#include "experiments/config/experiment_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "envs/gym/gym_options.h"
#include "envs/wrappers/separate_agents.h"
#include "experiments/config/config_schema.h"
#include "experiments/config/config_toml.h"
#include "experiments/config/init_config.h"
#include "experiments/config/presets.h"
#include "experiments/files/atomic_file.h"
#include "experiments/terminal/exit_guard.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnvPrefix = "env.", kWrapPrefix = "wrap.";

void choose_environment(ExperimentConfig& config, const std::string& id, const Registry& registry) {
  config.env_options = Options(registry.find(id).options);
  config.env_id = id;
}

ExperimentConfig default_config(const std::string& env_id,
                                const RegisteredEnvironments& environments) {
  ExperimentConfig config;
  choose_environment(config, env_id, environments.registry());
  config.plugins = environments.plugins();
  return config;
}

std::vector<std::string> all_names(const ExperimentConfig& config) {
  std::vector<std::string> names = {"env.id", "algorithm", "plugins", "init.from", "init.digest"};
  for (const ConfigKey& key : config_keys()) names.emplace_back(key.name);
  for (const OptionSpec& spec : config.env_options.specs()) names.push_back("env." + spec.name);
  for (const OptionSpec& spec : config.wrap.specs()) names.push_back("wrap." + spec.name);
  const AlgorithmConfig& algorithm = config.learner.algorithm;
  for (const OptionSpec& spec : algorithm.options.specs()) {
    names.push_back(algorithm.name + "." + spec.name);
  }
  return names;
}

[[noreturn]] void refuse_unknown(const std::string& name, const ExperimentConfig& config) {
  std::string message = "unknown key '" + name + "'";
  const std::string renamed = renamed_key(name);
  if (!renamed.empty()) throw Error(message + "; it is called '" + renamed + "' now");
  const std::string nearest = nearest_name(name, all_names(config));
  if (!nearest.empty()) message += "; did you mean '" + nearest + "'?";
  if (nearest.empty() && name.starts_with(kEnvPrefix)) {
    message += "; `saccade envs " + config.env_id + "` lists the environment's options";
  }
  throw Error(message);
}

/// Sets the option of `options` that the part of `key` behind the first point names.
void set_option(Options& options, const std::string& key, const ConfigValue& value,
                const ExperimentConfig& config) {
  const std::string name = key.substr(key.find('.') + 1);
  for (const OptionSpec& spec : options.specs()) {
    if (spec.name == name) return options.set(name, to_option(spec, value), key);
  }
  refuse_unknown(key, config);
}

void choose_algorithm(AlgorithmConfig& algorithm, const ConfigValue& value) {
  const auto* name = std::get_if<std::string>(&value);
  if (!name) throw Error("algorithm: found " + format_value(value) + ", wanted a name");
  if (*name != algorithm.name) algorithm = AlgorithmConfig(*name);
}

/// Whether `key` is an option of an algorithm; then it is set.
bool set_algorithm_option(ExperimentConfig& config, const std::string& key,
                          const ConfigValue& value) {
  AlgorithmConfig& chosen = config.learner.algorithm;
  for (const AlgorithmEntry& entry : algorithms()) {
    if (!key.starts_with(entry.name + ".")) continue;
    if (entry.name != chosen.name) {
      throw Error(fmt::format(
          "{}: has no effect with algorithm = \"{}\"; to choose {}, set algorithm={} before it",
          key, chosen.name, entry.name, entry.name));
    }
    set_option(chosen.options, key, renewed_value(key, value), config);
    return true;
  }
  return false;
}

void set_key(ExperimentConfig& config, const std::string& name, const ConfigValue& value) {
  if (set_argument(config.env_options, name, value)) return;
  if (name.starts_with(kEnvPrefix)) return set_option(config.env_options, name, value, config);
  if (name.starts_with(kWrapPrefix)) return set_option(config.wrap, name, value, config);
  if (!renamed_key(name).empty()) refuse_unknown(name, config);
  if (name == "algorithm") return choose_algorithm(config.learner.algorithm, value);
  if (set_init(config.init, name, value)) return;
  if (set_algorithm_option(config, name, value)) return;
  for (const ConfigKey& key : config_keys()) {
    if (name == key.name) return set_field(key, value, config);
  }
  refuse_unknown(name, config);
}

const std::string& environment_name(const ConfigValue& value) {
  const auto* id = std::get_if<std::string>(&value);
  if (id) return *id;
  throw Error("env.id: found " + format_value(value) + ", wanted the id of an environment");
}

/// Puts the place before the message of whatever goes wrong inside.
template <class Function>
void at_place(const std::string& place, Function function) {
  try {
    function();
  } catch (const Error& error) {
    throw Error(place + ": " + error.what(), error.kind());
  }
}

const TomlEntry* find_entry(const TomlConfig& toml, const std::string& key) {
  const auto found = std::find_if(toml.entries.begin(), toml.entries.end(),
                                  [&key](const TomlEntry& entry) { return entry.key == key; });
  return found == toml.entries.end() ? nullptr : &*found;
}

/// Whether the environment that the file names is there already.
bool is_provided(const TomlConfig& toml, const RegisteredEnvironments& environments) {
  const TomlEntry* entry = find_entry(toml, "env.id");
  const auto* id = entry ? std::get_if<std::string>(&entry->value) : nullptr;
  return id && environments.knows(*id);
}

/// Relative paths are relative to the file that names them.
std::vector<std::string> absolute_plugins(const TomlConfig& toml, const std::string& name) {
  std::vector<std::string> plugins;
  for (const std::string& plugin : toml.plugins) {
    std::error_code error;
    const fs::path path = fs::absolute(name).parent_path() / plugin;
    const fs::path absolute = fs::weakly_canonical(path, error);
    plugins.push_back(error ? path.string() : absolute.string());
  }
  return plugins;
}

std::vector<std::string> without(std::vector<std::string> texts,
                                 const std::vector<std::string>& others) {
  std::erase_if(texts, [&others](const std::string& text) {
    return std::find(others.begin(), others.end(), text) != others.end();
  });
  return texts;
}

[[noreturn]] void refuse_plugins(const std::string& name, const std::vector<std::string>& plugins) {
  std::string options;
  for (const std::string& plugin : plugins) options += " --plugin " + shell_quoted(plugin);
  throw Error(fmt::format(
      "{}: names the plug-in '{}', which is native code; this is not a run that you trained with "
      "it, so it is not loaded; if you trust it, add{}",
      name, plugins.front(), options));
}

/// A plug-in that moved away is not missed when --plugin has loaded it from its new place.
void load_plugins(const TomlConfig& toml, const std::string& name,
                  RegisteredEnvironments& environments, const PluginTrust& trust) {
  const std::vector<std::string> all = absolute_plugins(toml, name);
  const std::vector<std::string> plugins = without(all, environments.plugins());
  if (plugins.empty()) return;
  const bool provided = is_provided(toml, environments);
  if (!trust || !trust(all)) {
    if (provided) return;
    refuse_plugins(name, plugins);
  }
  for (const std::string& plugin : plugins) {
    std::error_code ignored;
    const bool missing = !fs::exists(plugin, ignored);
    if (missing && provided && !environments.plugins().empty()) continue;
    if (missing) {
      throw Error(fmt::format(
          "{}: there is no plug-in '{}'; if it moved, name it with --plugin FILE", name, plugin));
    }
    at_place(name, [&] { environments.load(plugin); });
  }
}

/// The environment and the algorithm, which say what other keys there are.
ExperimentConfig start_config(const TomlConfig& toml, const std::string& name,
                              const RegisteredEnvironments& environments) {
  ExperimentConfig config;
  const TomlEntry* id = find_entry(toml, "env.id");
  if (!id) throw Error(name + ": env.id is missing, wanted the id of an environment");
  at_place(id->place, [&] { config = default_config(environment_name(id->value), environments); });
  if (const TomlEntry* algorithm = find_entry(toml, "algorithm")) {
    at_place(algorithm->place,
             [&] { choose_algorithm(config.learner.algorithm, algorithm->value); });
  }
  return config;
}

bool looks_like_file(const std::string& name) {
  return name.ends_with(".toml") || name.find('/') != std::string::npos || fs::exists(name);
}

[[noreturn]] void refuse_experiment(const std::string& name,
                                    const RegisteredEnvironments& environments) {
  std::vector<std::string> names = preset_names();
  for (const std::string& id : environments.ids()) names.push_back(id);
  const std::string nearest = nearest_name(name, names);
  throw Error("there is no preset, environment or file '" + name + "'; " +
              (nearest.empty() ? "`saccade envs` lists the environments"
                               : "did you mean '" + nearest + "'?"));
}

/// From a file that the user named.
ExperimentConfig named_file(const fs::path& file, RegisteredEnvironments& environments) {
  ExperimentConfig config =
      read_config_file(file, environments, [](const auto& /*plugins*/) { return true; });
  resolve_init(config.init, file.parent_path());
  return config;
}

ExperimentConfig find_experiment(const std::string& name, RegisteredEnvironments& environments) {
  if (const auto preset = find_preset(name)) return named_file(*preset, environments);
  if (environments.knows(name)) return default_config(name, environments);
  if (looks_like_file(name)) return named_file(name, environments);
  refuse_experiment(name, environments);
}

}  // namespace

ExperimentConfig load_experiment(const std::string& config_or_env,
                                 const std::vector<std::string>& sets,
                                 RegisteredEnvironments& environments) {
  ExperimentConfig config = find_experiment(config_or_env, environments);
  apply_sets(config, sets, environments);
  check_init(config.init);
  return config;
}

ExperimentConfig read_config_file(const fs::path& file, RegisteredEnvironments& environments,
                                  const PluginTrust& trust) {
  return parse_config(read_file(file, kMaxConfigBytes), file.string(), environments, trust);
}

ExperimentConfig parse_config(const std::string& text, const std::string& name,
                              RegisteredEnvironments& environments, const PluginTrust& trust) {
  const TomlConfig toml = parse_toml(text, name);
  load_plugins(toml, name, environments, trust);
  ExperimentConfig config = start_config(toml, name, environments);
  for (const TomlEntry& entry : toml.entries) {
    if (entry.key == "env.id") continue;
    at_place(entry.place, [&] { set_key(config, entry.key, entry.value); });
  }
  return config;
}

void apply_sets(ExperimentConfig& config, const std::vector<std::string>& sets,
                const RegisteredEnvironments& environments) {
  for (const std::string& set : sets) {
    at_place("--set " + set, [&] {
      const std::size_t equals = set.find('=');
      if (equals == std::string::npos) throw Error("wanted key=value");
      const std::string name = set.substr(0, equals);
      const ConfigValue value = parse_value(set.substr(equals + 1));
      if (name == "plugins") throw Error("plug-ins are loaded with --plugin FILE");
      if (name != "env.id") return set_key(config, name, value);
      choose_environment(config, environment_name(value), environments.registry());
    });
  }
}

EnvironmentFactory environment_factory(const ExperimentConfig& config,
                                       const RegisteredEnvironments& environments) {
  guard_exit_again();
  const EnvironmentEntry entry = environments.registry().find(config.env_id);
  const bool separate = config.learner.policy.parameters == ParameterSharing::kSeparate;
  Options options = config.env_options;
  limit_gym_workers(options, thread_count(config));
  return [entry, options, wrap = config.wrap, separate] {
    auto environment = make_wrapped_environment(entry, options, wrap);
    if (!separate) return environment;
    at_place("policy.parameters: found separate, wanted shared",
             [&] { environment = separate_agents(std::move(environment)); });
    return environment;
  };
}

int thread_count(const ExperimentConfig& config) {
  const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return config.threads > 0 ? config.threads : processors;
}

}  // namespace saccade
