// What is started for gym:ID.
#pragma once

#include <string>

namespace saccade {

struct GymProgram {
  std::string python{};  ///< Name or path of the interpreter.
  std::string path{};    ///< Of the package that it runs.
};

/// The interpreter that the environment variable SACCADE_PYTHON names, or else python3; and the
/// package beside the installed program or in the source tree.  No file can choose either of them.
/// Throws Error when the package is missing.
GymProgram find_gym_program();

}  // namespace saccade
