#include "render/record/picture_folder.h"

#include <unistd.h>

#include "envs/core/error.h"
#include "render/picture/picture_file.h"

namespace saccade::render {
namespace fs = std::filesystem;
namespace {

// "runs/film/" and "runs/film" are the same folder.
fs::path without_slash(const std::string& path) {
  const fs::path folder(path);
  return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

PictureFolder::PictureFolder(const RecordingPlan& plan)
    : folder_(without_slash(plan.path)), width_(plan.width), height_(plan.height) {
  partial_ = folder_;
  partial_ += ".partial-" + std::to_string(::getpid());
  std::error_code failure;
  fs::create_directories(partial_, failure);
  if (failure) throw Error("cannot write pictures to " + plan.path + ": " + failure.message());
}

PictureFolder::~PictureFolder() {
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

void PictureFolder::add(std::span<const std::uint8_t> pixels) {
  write_picture(pixels, width_, height_, (partial_ / picture_name(++count_)).string());
}

void PictureFolder::finish() {
  try {
    fs::create_directories(folder_);
    remove_earlier();
    for (int number = 1; number <= count_; ++number) {
      fs::rename(partial_ / picture_name(number), folder_ / picture_name(number));
    }
  } catch (const fs::filesystem_error& error) {
    throw Error("recording to " + folder_.string() + " failed: " + error.code().message(),
                Error::Kind::kFailure);
  }
}

void PictureFolder::remove_earlier() const {
  for (int number = 1; fs::remove(folder_ / picture_name(number)); ++number) {
  }
}

}  // namespace saccade::render
