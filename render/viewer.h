// The window: world, attention overlay, side panel.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "render/frame.h"

namespace saccade::render {

struct ViewerOptions {
  std::uint64_t seed = 0;
  int episodes = 0;                  ///< Close after so many; 0: when the user closes it.
  std::string picture_folder = ".";  ///< Where screenshots go.
  std::string layer{};               ///< Whose attention is shown at first (choose_layer()).
  /// Called with the keys that are held before each decision (to play by hand); may be empty.
  std::function<void(const HeldKeys&)> on_keys{};
};

/// Shows episodes until the window is closed.  Throws Error when there is no display.
void watch(FrameSource& source, const ViewerOptions& options);

struct RecordOptions {
  std::uint64_t seed = 0;
  int episodes = 1;
  std::string
      path;  ///< FILE.mp4, FILE.gif or a folder (made if missing) for numbered PNG pictures.
  unsigned width = 1280, height = 720;  ///< Pixels.
  std::string layer{};                  ///< Whose attention is shown (choose_layer()).
};

/// Records episodes without showing them, one picture a step, played at the environment's own pace;
/// a video rests on each episode's end for a second.  A GIF wider than 960 pixels is drawn at that
/// width, odd sides of videos lose a pixel.  Starts an Xvfb when there is no display.  Throws Error
/// when Xvfb or ffmpeg is missing or the file cannot be written; nothing half-written stays behind.
void record(FrameSource& source, const RecordOptions& options);

/// Writes the whole window as it would look at `width` x `height` pixels to a PNG file; starts an
/// Xvfb when there is no display.  Throws Error when that fails or the file cannot be written.
void save_picture(const Frame& frame, const std::string& path, unsigned width, unsigned height);

}  // namespace saccade::render
