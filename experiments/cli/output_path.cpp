#include "experiments/cli/output_path.h"

#include <unistd.h>

#include <system_error>

namespace saccade {

namespace fs = std::filesystem;

CommandOption force_option() {
  return {"force", "", "Overwrite files that exist; without it nothing is overwritten."};
}

void check_is_new(const fs::path& path, const std::string& option, const CommandLine& line) {
  const fs::file_status status = fs::symlink_status(path);
  if (!fs::exists(status) || line.given("force")) return;
  if (fs::is_directory(path) && fs::is_empty(path)) return;
  throw Error(fmt::format("option '{}': '{}' exists already{}; wanted another name, or --force",
                          option, path.string(),
                          fs::is_directory(path) ? " and is not empty" : ""));
}

void check_can_write(const std::filesystem::path& file, const std::string& option) {
  std::error_code failed;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::filesystem::create_directories(folder, failed);
  const bool is_place = std::filesystem::is_directory(folder, failed) &&
                        !std::filesystem::is_directory(file, failed) &&
                        ::access(folder.c_str(), W_OK) == 0;
  if (is_place) return;
  throw Error(fmt::format("option '{}': '{}' cannot be written", option, file.string()));
}

}  // namespace saccade
