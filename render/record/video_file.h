// A recording that ffmpeg encodes to MP4 or GIF.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "envs/process/child_process.h"
#include "render/record/recording.h"

namespace saccade::render {

/// The command that encodes raw RGBA pictures from its standard input into the file `output`,
/// whatever its name looks like ("-y", "tee:...").
std::vector<std::string> ffmpeg_arguments(const RecordingPlan& plan, const std::string& output);

class VideoFile : public Recording {
 public:
  explicit VideoFile(const RecordingPlan& plan);
  VideoFile(const VideoFile&) = delete;
  VideoFile& operator=(const VideoFile&) = delete;
  ~VideoFile() override;

  void add(std::span<const std::uint8_t> pixels) override;
  void finish() override;

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void create_partial() const;
  void start_ffmpeg(const RecordingPlan& plan);
  [[noreturn]] void fail(const std::string& reason) const;
  void check_complete() const;
  std::string message() const;
  std::string first_line() const;

  std::string path_;
  RecordingKind kind_;
  std::string partial_;  // the temporary name
  std::unique_ptr<std::FILE, CloseFile> messages_;
  OwnedDescriptor input_;
  std::unique_ptr<ChildProcess> ffmpeg_;
};

}  // namespace saccade::render
