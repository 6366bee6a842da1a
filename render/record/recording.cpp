#include "render/record/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "envs/core/error.h"
#include "render/record/picture_folder.h"
#include "render/record/video_file.h"

namespace saccade::render {
namespace fs = std::filesystem;
namespace {

constexpr double kFilmFps = 30;
constexpr double kFastestGif = 50;  // Viewers slow down what is faster.

RecordingKind kind_of(const std::string& path) {
  const fs::path name(path);
  std::error_code unknown;
  if (path.empty()) throw Error("record: the path is empty; wanted FILE.mp4, FILE.gif or a folder");
  if (fs::is_directory(name, unknown) || !name.has_filename()) return RecordingKind::kPictures;
  const std::string ending = name.extension().string();
  if (ending.empty()) return RecordingKind::kPictures;
  if (ending == ".mp4") return RecordingKind::kMp4;
  if (ending == ".gif") return RecordingKind::kGif;
  throw Error("record " + path + ": found the ending " + ending +
              "; wanted FILE.mp4, FILE.gif or a folder");
}

double usual_pace(RecordingKind kind, double steps_per_second) {
  if (kind == RecordingKind::kMp4) return kFilmFps;
  const double fastest = kind == RecordingKind::kGif ? 20 : 1000;
  return std::clamp(steps_per_second, 1.0, fastest);
}

// A picture of a GIF lasts whole hundredths of a second.
double gif_pace(double fps) {
  return 100 / std::max(std::round(100 / fps), 100 / kFastestGif);
}

}  // namespace

RecordingPlan plan_recording(const std::string& path, unsigned width, unsigned height, double fps,
                             double steps_per_second) {
  RecordingPlan plan{kind_of(path), path, width, height, fps};
  const bool is_gif = plan.kind == RecordingKind::kGif;
  if (width == 0 && height == 0) {
    plan.width = is_gif ? 800 : 1280;
    plan.height = is_gif ? 450 : 720;
  }
  if (fps == 0) plan.fps = usual_pace(plan.kind, steps_per_second);
  if (plan.width < 64 || plan.width > 8192 || plan.height < 64 || plan.height > 8192) {
    throw Error(fmt::format("record {}: found the size {}x{}; wanted sides of 64 to 8192 pixels",
                            path, width, height));
  }
  if (!(plan.fps >= 1 && plan.fps <= 1000)) {
    throw Error(
        fmt::format("record {}: found {} pictures a second; wanted 1 to 1000", path, plan.fps));
  }
  if (is_gif) plan.fps = gif_pace(plan.fps);
  if (plan.kind != RecordingKind::kPictures) {
    plan.width -= plan.width % 2;
    plan.height -= plan.height % 2;
  }
  return plan;
}

std::unique_ptr<Recording> start_recording(const RecordingPlan& plan) {
  if (plan.kind == RecordingKind::kPictures) return std::make_unique<PictureFolder>(plan);
  return std::make_unique<VideoFile>(plan);
}

std::string picture_name(int number) {
  return fmt::format("frame-{:06}.png", number);
}

}  // namespace saccade::render
