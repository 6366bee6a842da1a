#include "render/draw/font.h"

#include <cstdlib>

#include "envs/core/error.h"

namespace saccade::render {
namespace fs = std::filesystem;

std::vector<fs::path> font_folders() {
  std::vector<fs::path> folders;
  if (const char* home = std::getenv("HOME")) {
    folders = {fs::path(home) / ".local/share/fonts", fs::path(home) / ".fonts"};
  }
  folders.insert(folders.end(), {"/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"});
  return folders;
}

fs::path find_font(const std::string& file, const std::vector<fs::path>& folders) {
  constexpr auto kOptions = fs::directory_options::skip_permission_denied |
                            fs::directory_options::follow_directory_symlink;
  for (const fs::path& folder : folders) {
    std::error_code gone;
    fs::recursive_directory_iterator it(folder, kOptions, gone);
    for (; !gone && it != fs::recursive_directory_iterator(); it.increment(gone)) {
      if (it->path().filename() == file) return it->path();
    }
  }
  throw Error("font " + file + " not found below " +
              (folders.empty() ? "" : folders.back().string()) +
              " and the other font folders; install DejaVu Sans (Debian: fonts-dejavu-core)");
}

}  // namespace saccade::render
