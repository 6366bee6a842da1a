#include "render/record/recording.h"

#include <fmt/format.h>

#include <filesystem>

#include "envs/core/error.h"
#include "render/record/picture_folder.h"
#include "render/record/video_file.h"

namespace saccade::render {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kGifWidth = 960;

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

}  // namespace

RecordingPlan plan_recording(const std::string& path, unsigned width, unsigned height, double fps) {
  if (width < 64 || width > 8192 || height < 64 || height > 8192) {
    throw Error(fmt::format("record {}: found the size {}x{}; wanted sides of 64 to 8192 pixels",
                            path, width, height));
  }
  if (!(fps >= 1 && fps <= 1000)) {
    throw Error(fmt::format("record {}: found {} pictures a second; wanted 1 to 1000", path, fps));
  }
  RecordingPlan plan{kind_of(path), path, width, height, fps};
  if (plan.kind == RecordingKind::kGif && width > kGifWidth) {
    plan.width = kGifWidth;
    plan.height = height * kGifWidth / width;
  }
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
