#include "experiments/config/presets.h"

#include <algorithm>
#include <boost/dll/runtime_symbol_info.hpp>
#include <system_error>

namespace saccade {
namespace {

namespace fs = std::filesystem;

/// Beside the library that this code is in (as in a Python package) or the installed program, or
/// else in the source tree that it was built from.
fs::path preset_folder() {
  std::error_code error;
  const fs::path library = boost::dll::this_line_location().string();
  const fs::path beside = library.parent_path() / "presets";
  if (library.is_absolute() && fs::is_directory(beside, error)) return beside;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share/saccade/presets";
  return !error && fs::is_directory(installed) ? installed : fs::path(SACCADE_PRESETS);
}

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(preset_folder(), error)) {
    if (file.path().extension() == ".toml") names.push_back(file.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<fs::path> find_preset(const std::string& name) {
  const std::vector<std::string> names = preset_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
  return preset_folder() / (name + ".toml");
}

}  // namespace saccade
