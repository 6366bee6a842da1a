// Scalars for TensorBoard: an events.out.tfevents file.
//
// Records are framed as TFRecord (length, masked CRC-32C of the length, payload, masked CRC-32C of
// the payload); each payload is an `Event` message, encoded by hand because four fields are all it
// takes (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saccade {

/// One TFRecord frame around a payload.
std::string frame_record(std::string_view payload);

class EventFile {
 public:
  /// Makes events.out.tfevents.<time>.<host>.<process> in the folder.  `start_step` > 0 tells
  /// TensorBoard to forget what an interrupted run logged from that step on.  Throws Error.
  EventFile(const std::filesystem::path& folder, std::int64_t start_step);

  /// Throws Error (kind kFailure) when it cannot be written.
  void add(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

  const std::filesystem::path& path() const { return path_; }

 private:
  void append(std::string_view event);

  std::filesystem::path path_;
  std::ofstream stream_;
};

}  // namespace saccade
