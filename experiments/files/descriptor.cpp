#include "experiments/files/descriptor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "envs/core/error.h"

namespace saccade {

Descriptor::Descriptor(const std::filesystem::path& file, int flags,
                       const std::filesystem::path& name)
    : name_(name.empty() ? file : name), fd_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {
  if (fd_ < 0) fail(errno);
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept
    : name_(std::move(other.name_)), fd_(std::exchange(other.fd_, -1)) {}

void Descriptor::write(std::string_view contents) const {
  while (!contents.empty()) {
    const ssize_t written = ::write(fd_, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Descriptor::sync() const {
  if (::fsync(fd_) != 0) fail(errno);
}

std::uint64_t Descriptor::size() const {
  struct stat status {};
  if (::fstat(fd_, &status) != 0) fail(errno);
  return static_cast<std::uint64_t>(status.st_size);
}

bool Descriptor::truncate(std::uint64_t size) const noexcept {
  return ::ftruncate(fd_, static_cast<off_t>(size)) == 0;
}

bool Descriptor::try_lock() const {
  if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK) fail(errno);
  return false;
}

void Descriptor::fail(int error) const {
  throw Error("cannot write '" + name_.string() + "': " + std::strerror(error),
              Error::Kind::kFailure);
}

}  // namespace saccade
