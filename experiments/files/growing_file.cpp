#include "experiments/files/growing_file.h"

#include <fcntl.h>

namespace saccade {

GrowingFile::GrowingFile(const std::filesystem::path& file)
    : file_(file), descriptor_(file, O_WRONLY | O_CREAT | O_APPEND), size_(descriptor_.size()) {}

void GrowingFile::append(std::string_view piece) {
  try {
    descriptor_.write(piece);
  } catch (...) {
    descriptor_.truncate(size_);
    throw;
  }
  size_ += piece.size();
}

void GrowingFile::sync() const {
  Descriptor(file_, O_WRONLY).sync();
}

}  // namespace saccade
