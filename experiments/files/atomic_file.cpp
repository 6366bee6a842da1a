#include "experiments/files/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

#include "envs/core/error.h"
#include "experiments/files/descriptor.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".tmp-";

[[noreturn]] void fail(const fs::path& file, int error) {
  throw Error("cannot write '" + file.string() + "': " + std::strerror(error),
              Error::Kind::kFailure);
}

[[noreturn]] void refuse_to_read(const fs::path& file, const std::string& why) {
  throw Error("cannot read '" + file.string() + "': " + why);
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

fs::path temporary_name(const fs::path& file) {
  return fs::path(file.string() + std::string(kMark) + std::to_string(::getpid()));
}

/// The process in a temporary file's name, if it is one.
std::optional<pid_t> process_in_name(std::string_view name) {
  const std::size_t mark = name.rfind(kMark);
  if (mark == std::string_view::npos || mark == 0) return std::nullopt;
  const std::string_view digits = name.substr(mark + kMark.size());
  pid_t process = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, process);
  if (error != std::errc() || rest != end || process <= 0) return std::nullopt;
  return process;
}

bool is_other_and_alive(pid_t process) {
  return process != ::getpid() && (::kill(process, 0) == 0 || errno != ESRCH);
}

/// Removes a temporary file unless it was renamed away.
struct Cleaner {
  const fs::path& file;
  ~Cleaner() { ::unlink(file.c_str()); }
};

}  // namespace

fs::path prepare_file(const fs::path& file, std::string_view contents) {
  fs::path temporary = temporary_name(file);
  try {
    const Descriptor descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC, file);
    descriptor.write(contents);
    descriptor.sync();
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  return temporary;
}

void commit_file(const fs::path& prepared, const fs::path& file) {
  if (::rename(prepared.c_str(), file.c_str()) != 0) fail(file, errno);
  sync_folder(folder_of(file));
}

void write_atomically(const fs::path& file, std::string_view contents) {
  const fs::path temporary = prepare_file(file, contents);
  const Cleaner cleaner{temporary};
  commit_file(temporary, file);
}

void link_atomically(const fs::path& link, const std::string& target) {
  const fs::path temporary = temporary_name(link);
  const Cleaner cleaner{temporary};
  ::unlink(temporary.c_str());
  if (::symlink(target.c_str(), temporary.c_str()) != 0) fail(link, errno);
  commit_file(temporary, link);
}

bool is_temporary_of(const std::string& name, std::string_view file) {
  return name.starts_with(file) && name.substr(file.size()).starts_with(kMark) &&
         process_in_name(name).has_value();
}

void remove_dead_temporaries(const fs::path& folder) {
  for (const std::string& name : names_in(folder)) {
    const auto process = process_in_name(name);
    if (process && !is_other_and_alive(*process)) ::unlink((folder / name).c_str());
  }
}

void sync_folder(const fs::path& folder) {
  Descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

std::string read_file(const fs::path& file, std::uint64_t max_bytes) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) refuse_to_read(file, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) refuse_to_read(file, "it is a folder");
  if (!S_ISREG(status.st_mode)) refuse_to_read(file, "it is not a regular file");
  const auto refuse_size = [&](std::uint64_t found) {
    refuse_to_read(file, "it has " + std::to_string(found) + " bytes, wanted at most " +
                             std::to_string(max_bytes));
  };
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > max_bytes) refuse_size(size);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) refuse_to_read(file, std::strerror(errno));
  // Files of the kernel tell no size, others may grow meanwhile: the end is found by reading.
  std::string contents;
  contents.reserve(size);
  std::array<char, 1 << 16> chunk{};
  while (stream) {
    stream.read(chunk.data(), chunk.size());
    contents.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
    if (contents.size() > max_bytes) refuse_size(contents.size());
  }
  if (stream.bad()) refuse_to_read(file, std::strerror(errno));
  return contents;
}

void remove_file(const fs::path& file) {
  if (::unlink(file.c_str()) == 0 || errno == ENOENT) return;
  throw Error("cannot remove '" + file.string() + "': " + std::strerror(errno),
              Error::Kind::kFailure);
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (!error) return names;
  throw Error("cannot list '" + folder.string() + "': " + error.message(), Error::Kind::kFailure);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error("cannot make the folder '" + folder.string() + "': " + error.message());
}

}  // namespace saccade
