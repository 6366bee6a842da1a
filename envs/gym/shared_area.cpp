#include "envs/gym/shared_area.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <string>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr std::size_t kFirstBytes = 1 << 16;

[[noreturn]] void refuse_memory(const char* what) {
  detail::refuse(std::string("memory shared with a worker: ") + what + ": " +
                 std::generic_category().message(errno));
}

}  // namespace

// Sealed against shrinking: to read what is mapped and gone would end this program.
SharedArea::SharedArea() : file_(::memfd_create("saccade", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
  if (file_.get() < 0) refuse_memory("cannot be made");
  if (::ftruncate(file_.get(), kFirstBytes) != 0) refuse_memory("cannot grow");
  if (::fcntl(file_.get(), F_ADD_SEALS, F_SEAL_SHRINK) != 0) refuse_memory("cannot be sealed");
  map(kFirstBytes);
}

SharedArea::~SharedArea() {
  unmap();
}

std::span<std::byte> SharedArea::room(std::size_t bytes) {
  if (bytes > size_) {
    const std::size_t wanted = std::bit_ceil(bytes);
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) refuse_memory("cannot be looked at");
    const auto there = static_cast<std::size_t>(status.st_size);
    if (there < wanted && ::ftruncate(file_.get(), static_cast<off_t>(wanted)) != 0) {
      refuse_memory("cannot grow");
    }
    map(wanted);
  }
  return {begin_, bytes};
}

std::span<const std::byte> SharedArea::content(std::size_t bytes) {
  if (bytes > size_) {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) refuse_memory("cannot be looked at");
    const auto there = static_cast<std::size_t>(status.st_size);
    if (there < bytes) {
      detail::refuse("found a frame of " + std::to_string(bytes) + " bytes in memory of " +
                     std::to_string(there));
    }
    map(there);
  }
  return {begin_, bytes};
}

void SharedArea::map(std::size_t bytes) {
  unmap();
  void* place = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.get(), 0);
  if (place == MAP_FAILED) refuse_memory("cannot be mapped");
  begin_ = static_cast<std::byte*>(place);
  size_ = bytes;
}

void SharedArea::unmap() {
  if (begin_) ::munmap(begin_, size_);
  begin_ = nullptr;
  size_ = 0;
}

}  // namespace saccade
