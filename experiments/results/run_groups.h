// Which runs belong together: those whose configurations differ in nothing that changes a result,
// except the seed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "experiments/results/comparison.h"
#include "experiments/results/run_results.h"

namespace saccade {

/// The pseudo key by which runs are grouped by the name of the directory that they lie in.
inline constexpr const char* kFolderKey = "folder";

struct RunGroups {
  std::vector<std::string> names;       ///< In the order in which runs of the groups come.
  std::vector<std::size_t> group_of{};  ///< Of each run.
  /// Keys in which runs of one environment differ, with the values of each group.
  std::vector<ConfigurationDifference> differences{};
  std::vector<std::string> notes{};
};

/// Takes out runs that repeat another one: the same configuration with the same seed, which would
/// be counted as two independent results.  They are returned.  With `by_folder` runs of different
/// directories are no repetitions.
std::vector<OmittedRun> take_repeated(std::vector<RunResults>& runs, bool by_folder);

/// Groups runs by the values of `keys`; without any, by all in which runs of one environment
/// differ. A group's name is made of these values.  Throws Error for a key that no run has.
RunGroups group_runs(const std::vector<RunResults>& runs, const std::vector<std::string>& keys);

}  // namespace saccade
