// The project that `saccade new-env` writes: an environment outside Saccade's tree.
#pragma once

#include <string>

namespace saccade {

/// What its agents choose.
enum class NewEnvAction { kCategorical, kContinuous, kSelectEntity };

struct NewEnvironment {
  std::string name;  ///< Kebab case.
  int agents = 1;    ///< At least 1.
  NewEnvAction action = NewEnvAction::kCategorical;
};

/// Writes CMakeLists.txt, <name>.cpp and README.md into a folder, which is made if missing.  They
/// build as they are and make a plug-in with a small complete environment.
/// Throws Error when the name is not kebab case, when a built-in environment has it, when one
/// of the files exists already (nothing is overwritten), or when the folder cannot be written; then
/// none of the files stays.
void write_new_environment(const NewEnvironment& environment, const std::string& folder);

}  // namespace saccade
