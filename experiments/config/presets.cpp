#include "experiments/config/presets.h"

#include <algorithm>
#include <system_error>

namespace saccade {
namespace {

namespace fs = std::filesystem;

/// Beside the installed program, or else in the source tree that it was built from.
fs::path preset_folder() {
  std::error_code error;
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
