// An open file of the operating system; what fails is an Error that names the file and the reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace saccade {

/// Closes itself.
class Descriptor {
 public:
  /// `flags` as of open(2); O_CLOEXEC is added, and new files are readable by all.  Errors call the
  /// file `name`, or what it is when that is empty.  Throws Error (kind kFailure), as do all
  /// members but one.
  Descriptor(const std::filesystem::path& file, int flags, const std::filesystem::path& name = {});
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) = delete;

  void write(std::string_view contents) const;
  /// Returns once what was written is on the disk.
  void sync() const;
  std::uint64_t size() const;
  /// Returns whether it could.
  bool truncate(std::uint64_t size) const noexcept;
  /// Whether this process has the file for itself now; until the descriptor is closed.
  bool try_lock() const;

 private:
  [[noreturn]] void fail(int error) const;

  std::filesystem::path name_;
  int fd_;
};

}  // namespace saccade
