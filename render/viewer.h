// The window: world, attention overlay, side panel.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "render/frame.h"

namespace saccade::render {

struct ViewerOptions {
  std::uint64_t seed = 0;
  int episodes = 0;                ///< Close after so many; 0: when the user closes it.
  std::string picture_folder = "."; ///< Where screenshots go.
  /// Called with the keys that are held before each decision (to play by hand); may be empty.
  std::function<void(const HeldKeys&)> on_keys;
};

/// Shows episodes until the window is closed.  Throws Error when there is no display.
void watch(FrameSource& source, const ViewerOptions& options);

struct RecordOptions {
  std::uint64_t seed = 0;
  int episodes = 1;
  std::string path;  ///< FILE.mp4, FILE.gif or a folder (made if missing) for numbered PNG pictures.
  unsigned width = 1280, height = 720;  ///< Pixels.
};

/// Records episodes without showing them; starts an Xvfb when there is no display.  Throws Error when
/// Xvfb or ffmpeg is missing or the file cannot be written; nothing half-written stays behind.
void record(FrameSource& source, const RecordOptions& options);

}  // namespace saccade::render
