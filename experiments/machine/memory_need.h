// Whether a training can fit into memory: asked before anything is made, since what happens without
// memory in the middle (the kernel kills the process, a library does not look) tells nobody why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// Less than a training takes for certain, bytes.
struct MemoryNeed {
  std::uint64_t environment = 0;  ///< Of one environment after its reset, with what it shows.
  std::uint64_t step = 0;         ///< Of what is recorded of one step of an environment.
  std::uint64_t environments = 0, steps = 0;  ///< How many of both.
  std::uint64_t states = 0;  ///< Of what a policy with memory remembers at each sequence's start.

  std::uint64_t total() const { return environment * environments + step * steps + states; }
};

/// What may still be taken, bytes, and what says so.
struct MemoryLimit {
  std::uint64_t bytes = 0;
  std::string name;  ///< "the limit of address space (ulimit -v)"
};

/// Makes one of the environments and looks at what it takes from malloc.
MemoryNeed measure_need(const ExperimentConfig& config, const EnvironmentFactory& factory);

/// The process's limits, those of its control groups, and what the machine has left.
std::vector<MemoryLimit> memory_limits();

/// Throws Error with both numbers and what to lower when the need exceeds one of the limits.
void check_memory(const MemoryNeed& need, const std::vector<MemoryLimit>& limits);

}  // namespace saccade
