// Memory that this program and a worker both see.
#pragma once

#include <cstddef>
#include <span>

#include "envs/process/child_process.h"

namespace saccade {

/// A file in memory.  Either side may let it grow, neither can make it smaller.
class SharedArea {
 public:
  /// Throws Error (kind kFailure) when the system has none.
  SharedArea();
  ~SharedArea();
  SharedArea(const SharedArea&) = delete;
  SharedArea& operator=(const SharedArea&) = delete;

  int descriptor() const { return file_.get(); }

  /// Its first bytes, to be written; it grows if it has fewer.
  std::span<std::byte> room(std::size_t bytes);
  /// Its first bytes, which the other side has written; valid until the next call.  Throws Error
  /// (kind kFailure) if it has fewer.
  std::span<const std::byte> content(std::size_t bytes);

 private:
  void map(std::size_t bytes);
  void unmap();

  OwnedDescriptor file_;
  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;  // That is mapped.
};

}  // namespace saccade
