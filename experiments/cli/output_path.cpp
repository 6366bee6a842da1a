#include "experiments/cli/output_path.h"

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

}  // namespace saccade
