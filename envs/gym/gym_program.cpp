#include "envs/gym/gym_program.h"

#include <boost/dll/runtime_symbol_info.hpp>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPackage = "saccade_gym";

/// Beside the library that this code is in (as in a Python package) or the installed program, or
/// else in the source tree that it was built from.
fs::path package_folder() {
  std::error_code error;
  const fs::path library = boost::dll::this_line_location().string();
  fs::path beside = library.parent_path() / kPackage;
  if (library.is_absolute() && fs::is_directory(beside, error)) return beside;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share/saccade" / kPackage;
  return !error && fs::is_directory(installed, error) ? installed : fs::path(SACCADE_GYM);
}

}  // namespace

GymProgram find_gym_program() {
  const char* named = std::getenv("SACCADE_PYTHON");
  const fs::path folder = package_folder();
  std::error_code error;
  if (!fs::is_regular_file(folder / "__main__.py", error)) {
    throw Error("found no " + folder.string() + "/__main__.py, wanted the Python package " +
                kPackage + " of this program: install it as a whole");
  }
  return {named && *named ? named : "python3", folder.string()};
}

}  // namespace saccade
