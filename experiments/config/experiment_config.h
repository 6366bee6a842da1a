// Everything that defines a training run: what is written to config.toml and read back from it.
//
// The keys, their types, ranges, defaults and help stand in one table, config_keys.h; reading,
// `--set`, `--help-config`, validation and writing all walk that table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "envs/core/options.h"
#include "envs/core/registry.h"
#include "envs/wrappers/wrappers.h"
#include "experiments/config/registered_environments.h"

namespace saccade {

/// The stop_return of a run that is to train for all its steps.
inline constexpr float kNeverStop = std::numeric_limits<float>::infinity();

/// Evaluations during training.
struct EvaluationConfig {
  std::int64_t every = 50'000;     ///< Environment steps between two; 0: at the end only.
  int episodes = 20;               ///< Per evaluation; 0: no evaluations at all.
  std::uint64_t seed = 1'000'000;  ///< Seed of the first episode; the k-th has seed + k.
  int max_steps = 0;               ///< Longest episode; 0: as the environment limits it.
  /// The run ends once so many evaluations in a row have reached this mean return.
  float stop_return = kNeverStop;
  int stop_count = 3;
};

struct CheckpointConfig {
  std::int64_t every = 100'000;  ///< Environment steps between two; 0: at the end only.
  int keep = 5;        ///< Newest checkpoints that are kept, besides the best one; 0: all.
  int milestones = 0;  ///< Checkpoints that are kept too, evenly spread over the run.
};

/// How far attention explains the policy, measured during training.
struct ExplainConfig {
  /// Environment steps between two evaluations that measure it, too; 0: none does.
  std::int64_t every = 0;
};

/// What a run begins with, if not with weights that are drawn.
struct InitConfig {
  std::string from{};    ///< A checkpoint file; "": initial weights are drawn.
  std::string digest{};  ///< Of its policies' tensors, 16 hexadecimal digits; "": of any.
};

struct ExperimentConfig {
  std::string env_id;
  Options env_options;               ///< Of that environment.
  Options wrap = wrapper_options();  ///< What is wrapped around it.
  std::vector<std::string> plugins;  ///< Absolute paths of the plug-ins in use.
  std::uint64_t seed = 1;            ///< Seed for all randomness in the run.
  std::int64_t steps = 1'000'000;    ///< Environment steps to train, rounded up to whole rollouts.
  int threads = 0;                   ///< 0: one per processor.  Results do not depend on it.
  LearnerConfig learner;
  EvaluationConfig evaluation;
  CheckpointConfig checkpoint;
  ExplainConfig explain;
  InitConfig init;
};

/// Environment steps of an update.
inline std::int64_t update_steps(const ExperimentConfig& config) {
  return std::int64_t{config.learner.rollout.envs} * config.learner.rollout.horizon;
}

/// `steps` rounded up to whole updates.
inline std::int64_t total_steps(const ExperimentConfig& config) {
  const std::int64_t update = update_steps(config);
  return (config.steps + update - 1) / update * update;
}

/// Says whether the plug-ins (absolute paths) that a configuration names may be loaded: they are
/// native code, and a configuration may come from a stranger.  Empty: they may not.
using PluginTrust = std::function<bool(const std::vector<std::string>& plugins)>;

/// What `saccade train` is asked for: the path of a TOML file, the name of a preset, or an
/// environment id (then everything else has its default).  `sets` are "key=value" texts, applied in
/// order. Plug-ins that the file names are loaded: the user named the file.
/// Throws Error naming file, line and nearest key.
ExperimentConfig load_experiment(const std::string& config_or_env,
                                 const std::vector<std::string>& sets,
                                 RegisteredEnvironments& environments);

/// The same from a TOML file alone.  Where its plug-ins are not trusted it must do with the
/// environments that are registered, or Error names the library and the option that allows it.
ExperimentConfig read_config_file(const std::filesystem::path& file,
                                  RegisteredEnvironments& environments,
                                  const PluginTrust& trust = {});

/// The same from TOML text; `name` is what messages call it.
ExperimentConfig parse_config(const std::string& text, const std::string& name,
                              RegisteredEnvironments& environments, const PluginTrust& trust = {});

/// Applies "key=value" texts in order.  Another env.id or algorithm brings its default options.
void apply_sets(ExperimentConfig& config, const std::vector<std::string>& sets,
                const RegisteredEnvironments& environments);

/// Makes the environments of the experiment, wrapped.  `environments` must outlive the factory.
EnvironmentFactory environment_factory(const ExperimentConfig& config,
                                       const RegisteredEnvironments& environments);

/// The number of threads to use: `threads`, or the number of processors when it is 0.
int thread_count(const ExperimentConfig& config);

}  // namespace saccade
