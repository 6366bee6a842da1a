// Episodes as files: a video, a folder of pictures, one picture.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "render/draw/theme.h"
#include "render/frame/frame.h"

namespace saccade::render {

struct RecordOptions {
  std::uint64_t seed = 0;
  int episodes = 1;
  /// FILE.mp4, FILE.gif or a folder (made if missing) for numbered PNG pictures.
  std::string path;
  unsigned width = 0, height = 0;  ///< Pixels; 0: 1280 x 720, of a GIF 800 x 450.
  /// Pictures a second of the environment's time, between steps with what moves on its way; 0: 30,
  /// of a GIF at most 20, and in a folder one picture a step.
  double fps = 0;
  Theme theme = Theme::kDark;
  std::string layer{};  ///< Whose attention is shown (choose_layer()).
  /// Called after each picture with the episodes and steps that are done, and the pictures; may be
  /// empty.
  std::function<void(int episodes, int steps, int pictures)> on_picture{};
};

/// Records episodes without showing them, those of several sources side by side with the same seed,
/// played at the environment's own pace; a video rests on each episode's end for a second.  Odd
/// sides of videos lose a pixel.  Starts an Xvfb when there is no display.  Throws Error when Xvfb
/// or ffmpeg is missing or the file cannot be written; nothing half-written stays behind.
void record(FrameSource& source, const RecordOptions& options);
void record(std::span<FrameSource* const> sources, const RecordOptions& options);

/// Writes the whole window as it would look at `width` x `height` pixels to a PNG file; starts an
/// Xvfb when there is no display.  Throws Error when that fails or the file cannot be written.
void save_picture(const Frame& frame, const std::string& path, unsigned width, unsigned height,
                  Theme theme = Theme::kDark);

}  // namespace saccade::render
