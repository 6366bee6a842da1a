// Episodes as files: a video, a folder of pictures, one picture.
#pragma once

#include <cstdint>
#include <string>

#include "render/frame/frame.h"

namespace saccade::render {

struct RecordOptions {
  std::uint64_t seed = 0;
  int episodes = 1;
  /// FILE.mp4, FILE.gif or a folder (made if missing) for numbered PNG pictures.
  std::string path;
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
