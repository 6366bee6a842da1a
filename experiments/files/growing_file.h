// A file that only grows, by whole pieces: lines of a log, records of events.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "experiments/files/descriptor.h"

namespace saccade {

class GrowingFile {
 public:
  /// Goes on at the end of the file, which is made if it is missing.  Throws Error (kind kFailure),
  /// as do all members.
  explicit GrowingFile(const std::filesystem::path& file);

  /// When it throws, what was written of the piece is taken back, as far as the disk lets it.
  void append(std::string_view piece);

  /// Returns once the pieces are on the disk.  Throws too when the file is no longer there.
  void sync() const;

 private:
  std::filesystem::path file_;
  Descriptor descriptor_;
  std::uint64_t size_;  // Bytes of whole pieces.
};

}  // namespace saccade
