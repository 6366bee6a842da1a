// Where recorded pictures go: a video through ffmpeg, or a folder of numbered PNG files.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace saccade::render {

enum class RecordingKind { kMp4, kGif, kPictures };

struct RecordingPlan {
  RecordingKind kind = RecordingKind::kPictures;
  std::string path;
  unsigned width = 0, height = 0;  ///< Pixels.
  double fps = 30;                 ///< Pictures a second, 1 to 1000.
};

/// Decides kind, size (0 x 0: the kind's own) and pace (0: the kind's own, for an environment that
/// makes so many steps a second): RecordOptions.  Videos have even sides; the pace of a GIF, which
/// counts time in hundredths of a second, is the nearest that it can have.  Throws Error when the
/// name has another ending, the size is not in 64 to 8192, or the pace is not in 1 to 1000.
RecordingPlan plan_recording(const std::string& path, unsigned width, unsigned height, double fps,
                             double steps_per_second);

/// Takes pictures one by one.  Nothing stands under the final name before `finish`; what was
/// written under a temporary name goes when a recording is given up.
class Recording {
 public:
  virtual ~Recording() = default;
  /// RGBA, row by row from the top: [height x width x 4].
  virtual void add(std::span<const std::uint8_t> pixels) = 0;
  virtual void finish() = 0;
};

/// Throws Error when the path cannot be written or ffmpeg is missing.
std::unique_ptr<Recording> start_recording(const RecordingPlan& plan);

/// The name of the `number`-th picture of a folder: "frame-000001.png".
std::string picture_name(int number);

}  // namespace saccade::render
