#include "experiments/run/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& doing, const fs::path& file, int error) {
  throw Error("cannot " + doing + " '" + file.string() + "': " + std::strerror(error),
              Error::Kind::kFailure);
}

/// An open file descriptor; closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {
    if (fd_ < 0) fail("write", file, errno);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(const fs::path& file, std::string_view contents) const {
    while (!contents.empty()) {
      const ssize_t written = ::write(fd_, contents.data(), contents.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", file, errno);
      contents.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync(const fs::path& file) const {
    if (::fsync(fd_) != 0) fail("write", file, errno);
  }

 private:
  int fd_;
};

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

fs::path temporary_name(const fs::path& file) {
  return fs::path(file.string() + ".tmp-" + std::to_string(::getpid()));
}

void rename_and_sync(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail("write", to, errno);
  const fs::path folder = folder_of(to);
  Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(folder);
}

/// Removes a temporary file unless it was renamed away.
struct Cleaner {
  const fs::path& file;
  ~Cleaner() { ::unlink(file.c_str()); }
};

}  // namespace

void write_atomically(const fs::path& file, std::string_view contents) {
  const fs::path temporary = temporary_name(file);
  const Cleaner cleaner{temporary};
  {
    const Descriptor descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    descriptor.write(file, contents);
    descriptor.sync(file);
  }
  rename_and_sync(temporary, file);
}

void link_atomically(const fs::path& link, const std::string& target) {
  const fs::path temporary = temporary_name(link);
  const Cleaner cleaner{temporary};
  ::unlink(temporary.c_str());
  if (::symlink(target.c_str(), temporary.c_str()) != 0) fail("write", link, errno);
  rename_and_sync(temporary, link);
}

void sync_file(const fs::path& file) {
  Descriptor(file, O_WRONLY).sync(file);
}

std::string read_file(const fs::path& file) {
  if (fs::is_directory(file)) throw Error("cannot read '" + file.string() + "': it is a folder");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error("cannot read '" + file.string() + "': " + std::strerror(errno));
  std::string contents{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) throw Error("cannot read '" + file.string() + "'");
  return contents;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error("cannot make the folder '" + folder.string() + "': " + error.message());
}

}  // namespace saccade
