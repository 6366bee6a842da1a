// The checkpoints folder of a run: newest and best are found by link, old ones are removed.
#pragma once

#include <filesystem>

#include "experiments/run/checkpoint.h"

namespace saccade {

/// Writes the checkpoint and points `latest` (and `best`, if it is) at it; then removes all but the
/// newest `keep` (0: none is removed).  The ones that the links point at always stay.
void store_checkpoint(const std::filesystem::path& run_folder, const Checkpoint& checkpoint,
                      bool is_best, int keep);

/// Keeps two processes from training in one run directory: held until destroyed.
class RunLock {
 public:
  /// Throws Error when another process holds it.
  explicit RunLock(const std::filesystem::path& run_folder);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace saccade
