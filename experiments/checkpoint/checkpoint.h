// One checkpoint: everything that an exact continuation needs, and what the policy was trained for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "agents/state/tensors.h"
#include "envs/core/environment.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

/// A kind of agents as a checkpoint describes it.
struct KindDescription {
  std::string name{};         ///< May be empty if it is the only one.
  std::string observation{};  ///< describe_space of what its policy sees ...
  std::string action{};       ///< ... and does;
  std::string observation_summary{}, action_summary{};  ///< the same for a person.
};

struct Checkpoint {
  std::int64_t step = 0;  ///< Environment steps trained so far.
  std::string env_id;
  std::string config;                  ///< write_config of the run.
  std::vector<KindDescription> kinds;  ///< A policy each.
  TensorMap tensors;
};

/// Describes the environment and takes the tensors.
Checkpoint make_checkpoint(const ExperimentConfig& config, const EnvironmentSpec& spec,
                           std::int64_t step, TensorMap tensors);

/// Writes atomically.  Throws Error when it cannot; an older file of that name is then untouched.
void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

/// Throws Error when the file is missing, damaged or no checkpoint of a version that is known.
Checkpoint read_checkpoint(const std::filesystem::path& file);

/// Throws Error when the checkpoint's policies do not fit the environment.
void check_fits(const Checkpoint& checkpoint, const std::filesystem::path& file,
                const EnvironmentSpec& spec);

}  // namespace saccade
