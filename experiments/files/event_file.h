// Scalars for TensorBoard: an events.out.tfevents file.
//
// Records are framed as TFRecord (length, masked CRC-32C of the length, payload, masked CRC-32C of
// the payload); each payload is an `Event` message, encoded by hand because four fields are all it
// takes (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "experiments/files/growing_file.h"

namespace saccade {

/// One TFRecord frame around a payload.
std::string frame_record(std::string_view payload);

/// The events of one process.  A run that was continued has several such files, which TensorBoard
/// reads one after another.  Each begins with a session's start: of all but the first it tells
/// TensorBoard to forget what the processes before had logged at that step or later.
class EventFile {
 public:
  /// Makes nothing yet.  `first_step` is the first that this process may log: 0, or the one after
  /// the checkpoint from which it continues.
  EventFile(std::filesystem::path folder, std::int64_t first_step);

  /// The first time makes events.out.tfevents.<time>.<host>.<process>, whose name sorts behind
  /// those that are there.  Throws Error (kind kFailure) when it cannot be written.
  void add(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

  /// Returns once the scalars are on the disk.  Throws Error (kind kFailure).
  void sync() const;

 private:
  void begin();
  void append(std::string_view event);

  std::filesystem::path folder_;
  std::int64_t first_step_;
  std::optional<GrowingFile> file_;
};

}  // namespace saccade
