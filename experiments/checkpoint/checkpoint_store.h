// The checkpoints folder of a run.
//
// One fact says how far a run is: which step-<N>.safetensors there are.  The newest is where it
// continues, and tells in its tensors "run.best" and "run.milestones" which one is the best and
// which are milestones.  The links `latest` and `best` only repeat that for people, and old
// checkpoints are removed by it; so both can be made right again whenever a process was killed half
// way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "experiments/checkpoint/checkpoint.h"

namespace saccade {

/// Steps of the checkpoints in a run directory, ascending.
std::vector<std::int64_t> checkpoint_steps(const std::filesystem::path& run_folder);

/// checkpoints/step-<N>.safetensors in that folder.
std::filesystem::path checkpoint_path(const std::filesystem::path& run_folder, std::int64_t step);

/// Which checkpoints stay, beside the newest of all, where the run continues.
struct KeptCheckpoints {
  std::optional<std::int64_t> best;  ///< The step of the best one, if there is one.
  int newest = 0;  ///< So many of the newest: that of all, and regular ones; 0: nothing goes.
  std::vector<std::int64_t> milestones{};  ///< Those of these steps, ascending.
  /// The regular ones are those at the first update after each `every` steps.  An interrupted run
  /// has others too, which must not push the regular ones out: it ends with the same files as one
  /// that was not interrupted.
  std::int64_t every = 1, update_steps = 1;
};

/// Points `latest` at the newest checkpoint and `best` at the best one, if there is one; then
/// removes those that do not stay.
void settle_checkpoints(const std::filesystem::path& run_folder, const KeptCheckpoints& kept);

/// Writes the checkpoint and settles.
void store_checkpoint(const std::filesystem::path& run_folder, const Checkpoint& checkpoint,
                      const KeptCheckpoints& kept);

}  // namespace saccade
