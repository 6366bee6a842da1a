// The checkpoints folder of a run.
//
// One fact says how far a run is: which step-<N>.safetensors there are.  The newest is where it
// continues, and tells in its tensor "run.best" which one is the best.  The links `latest` and
// `best` only repeat that for people, and old checkpoints are removed by it; so both can be made
// right again whenever a process was killed half way.
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

/// Points `latest` at the newest checkpoint and `best` at that of step `best`, if there is one;
/// then removes all but the newest `keep` (0: none is removed) and the best.
void settle_checkpoints(const std::filesystem::path& run_folder, std::optional<std::int64_t> best,
                        int keep);

/// Writes the checkpoint and settles.
void store_checkpoint(const std::filesystem::path& run_folder, const Checkpoint& checkpoint,
                      std::optional<std::int64_t> best, int keep);

}  // namespace saccade
