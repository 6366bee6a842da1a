// A recording as numbered PNG files in a folder.
#pragma once

#include <filesystem>

#include "render/record/recording.h"

namespace saccade::render {

/// Pictures are collected in a temporary folder beside the final one; `finish` moves them there, in
/// the place of an earlier recording's.
class PictureFolder : public Recording {
 public:
  explicit PictureFolder(const RecordingPlan& plan);
  PictureFolder(const PictureFolder&) = delete;
  PictureFolder& operator=(const PictureFolder&) = delete;
  ~PictureFolder() override;

  void add(std::span<const std::uint8_t> pixels) override;
  void finish() override;

 private:
  void remove_earlier() const;

  std::filesystem::path folder_;
  std::filesystem::path partial_;
  unsigned width_;
  unsigned height_;
  int count_ = 0;
};

}  // namespace saccade::render
