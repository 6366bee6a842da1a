#include "render/panes/free_name.h"

#include <fmt/format.h>

#include <system_error>

namespace saccade::render {

std::filesystem::path free_name(const std::string& folder, const std::string& stem,
                                const std::string& ending) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::filesystem::path path = std::filesystem::path(folder) / (stem + ending);
  for (int copy = 2; std::filesystem::exists(path, ignored); ++copy) {
    path.replace_filename(fmt::format("{}-{}{}", stem, copy, ending));
  }
  return path;
}

}  // namespace saccade::render
