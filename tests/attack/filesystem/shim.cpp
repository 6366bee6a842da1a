// Preloaded into a program (LD_PRELOAD): numbers its file-system calls below one folder, and at the
// N-th kills the process or lets the call fail, as a power cut, a full or a broken disk would.
// plan.h has the environment variables that say which and how.
//
// fsync and fdatasync are counted but not done: a killed process loses nothing that it wrote, and
// thousands of runs take minutes instead of hours.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <string>
#include <string_view>

#include "plan.h"
#include "unsynced.h"

namespace {

/// The function that the one of this name below replaces.
template <class Function>
Function* original(const char* symbol) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, symbol));
}

using Open = int(const char*, int, ...);
using OpenAt = int(int, const char*, int, ...);

/// Path of an open file or folder; of the working folder for AT_FDCWD.
std::string path_of(int descriptor) {
  const std::string link =
      descriptor == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/" + std::to_string(descriptor);
  std::array<char, 4096> path{};
  const ssize_t size = readlink(link.c_str(), path.data(), path.size());
  return size < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(size));
}

std::string path_at(int folder, const char* path) {
  return *path == '/' ? path : path_of(folder) + "/" + path;
}

bool is_below_folder(const std::string& path) {
  const std::string& folder = plan().folder;
  return !folder.empty() && path.starts_with(folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

void log_call(const char* call, const std::string& path) {
  static const int log =
      original<Open>("open")(plan().log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dprintf(log, "%s\t%s\n", call, path.c_str() + plan().folder.size());
}

bool needs_space(std::string_view call) {
  return call == "write" || call == "create" || call == "mkdir" || call == "link" ||
         call == "symlink" || call == "rename";
}

Fate fate_of(const char* call, long number) {
  if (number == plan().at) return plan().fate;
  const bool after_short = plan().fate == Fate::kShort && number == plan().at + 1;
  const bool still_fails =
      plan().forever && number > plan().at && (plan().error != ENOSPC || needs_space(call));
  return after_short || still_fails ? Fate::kFail : Fate::kPass;
}

Unsynced& unsynced() {
  static Unsynced unsynced;
  return unsynced;
}

void die() {
  kill(getpid(), SIGKILL);
}

void strike_before_call(Fate fate) {
  if (fate == Fate::kInterrupt) raise(SIGTERM);
  if (fate == Fate::kPowerCut) unsynced().lose(original<int(const char*, off_t)>("truncate"));
  if (fate == Fate::kKillBefore || fate == Fate::kPowerCut) die();
}

/// Counts a call, if it concerns the folder, and tells what becomes of it.
Fate meet(const char* call, const std::string& path) {
  static std::atomic<long> count = 0;
  if (!is_below_folder(path)) return Fate::kPass;
  if (!plan().log.empty()) log_call(call, path);
  const Fate fate = fate_of(call, ++count);
  strike_before_call(fate);
  return fate;
}

/// A call that happens as a whole or not at all.
template <class Call>
auto attack(const char* name, const std::string& path, const Call& call,
            decltype(Call{call}()) failure) {
  const Fate fate = meet(name, path);
  if (fate == Fate::kFail) {
    errno = plan().error;
    return failure;
  }
  const auto result = call();
  if (fate == Fate::kKillAfter) die();
  return result;
}

/// A call that may write a part; `write_some(n)` writes the first n bytes.
template <class Write>
ssize_t attack_write(int descriptor, std::size_t size, const Write& write_some) {
  const std::string path = path_of(descriptor);
  const Fate fate = meet("write", path);
  if (fate == Fate::kFail) {
    errno = plan().error;
    return -1;
  }
  if (is_below_folder(path)) unsynced().before_write(path);
  const bool half = fate == Fate::kKillHalf || fate == Fate::kShort;
  const ssize_t written = write_some(half ? size / 2 : size);
  if (fate == Fate::kKillHalf || fate == Fate::kKillAfter) die();
  return written;
}

const char* name_of_open(int flags) {
  if ((flags & O_CREAT) != 0) return "create";
  const bool reads = (flags & O_ACCMODE) == O_RDONLY && (flags & O_DIRECTORY) == 0;
  return reads ? "open-to-read" : "open";
}

const char* name_of_fopen(std::string_view mode) {
  if (mode.front() != 'r') return "create";
  return mode.find('+') == std::string_view::npos ? "open-to-read" : "open";
}

int attack_open(const char* symbol, const char* path, int flags, mode_t mode) {
  return attack(
      name_of_open(flags), path_at(AT_FDCWD, path),
      [&] { return original<Open>(symbol)(path, flags, mode); }, -1);
}

int attack_openat(const char* symbol, int folder, const char* path, int flags, mode_t mode) {
  return attack(
      name_of_open(flags), path_at(folder, path),
      [&] { return original<OpenAt>(symbol)(folder, path, flags, mode); }, -1);
}

FILE* attack_fopen(const char* symbol, const char* path, const char* mode) {
  return attack(
      name_of_fopen(mode), path_at(AT_FDCWD, path),
      [&] { return original<FILE*(const char*, const char*)>(symbol)(path, mode); },
      static_cast<FILE*>(nullptr));
}

/// A call whose arguments are passed on as they are.
template <class... Arguments>
int attack_plain(const char* name, const std::string& path, const char* symbol,
                 Arguments... arguments) {
  return attack(
      name, path, [&] { return original<int(Arguments...)>(symbol)(arguments...); }, -1);
}

template <class... Arguments>
int attack_removal(const std::string& path, const char* symbol, Arguments... arguments) {
  const int result = attack_plain("unlink", path, symbol, arguments...);
  if (result == 0) unsynced().forget(path);
  return result;
}

int attack_sync(int file) {
  const std::string path = path_of(file);
  const int result = attack(
      "fsync", path, [] { return 0; }, -1);
  if (result == 0) unsynced().forget(path);
  return result;
}

/// The mode, which open has as its last argument where it may make a file.
mode_t mode_in(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

#define MODE_AFTER(flags)                        \
  va_list arguments;                             \
  va_start(arguments, flags);                    \
  const mode_t mode = mode_in(flags, arguments); \
  va_end(arguments)

extern "C" {

int open(const char* path, int flags, ...) {
  MODE_AFTER(flags);
  return attack_open("open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  MODE_AFTER(flags);
  return attack_open("open64", path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  MODE_AFTER(flags);
  return attack_openat("openat", folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
  MODE_AFTER(flags);
  return attack_openat("openat64", folder, path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) {
  return attack_fopen("fopen", path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  return attack_fopen("fopen64", path, mode);
}

ssize_t write(int file, const void* data, std::size_t size) {
  return attack_write(file, size, [&](std::size_t some) {
    return original<ssize_t(int, const void*, std::size_t)>("write")(file, data, some);
  });
}
ssize_t pwrite(int file, const void* data, std::size_t size, off_t at) {
  return attack_write(file, size, [&](std::size_t some) {
    return original<ssize_t(int, const void*, std::size_t, off_t)>("pwrite")(file, data, some, at);
  });
}
ssize_t writev(int file, const iovec* parts, int count) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all.append(static_cast<char*>(parts[i].iov_base), parts[i].iov_len);
  return attack_write(file, all.size(), [&](std::size_t some) {
    return original<ssize_t(int, const void*, std::size_t)>("write")(file, all.data(), some);
  });
}
ssize_t read(int file, void* data, std::size_t size) {
  return attack(
      "read", path_of(file),
      [&] { return original<ssize_t(int, void*, std::size_t)>("read")(file, data, size); },
      ssize_t{-1});
}

int rename(const char* from, const char* to) noexcept {
  const int result = attack_plain("rename", path_at(AT_FDCWD, to), "rename", from, to);
  if (result == 0) unsynced().renamed(path_at(AT_FDCWD, from), path_at(AT_FDCWD, to));
  return result;
}
int link(const char* from, const char* to) noexcept {
  return attack_plain("link", path_at(AT_FDCWD, to), "link", from, to);
}
int symlink(const char* target, const char* path) noexcept {
  return attack_plain("symlink", path_at(AT_FDCWD, path), "symlink", target, path);
}
int unlink(const char* path) noexcept {
  return attack_removal(path_at(AT_FDCWD, path), "unlink", path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  return attack_removal(path_at(folder, path), "unlinkat", folder, path, flags);
}
int remove(const char* path) noexcept {
  return attack_removal(path_at(AT_FDCWD, path), "remove", path);
}
int mkdir(const char* path, mode_t mode) noexcept {
  return attack_plain("mkdir", path_at(AT_FDCWD, path), "mkdir", path, mode);
}
int rmdir(const char* path) noexcept {
  return attack_plain("rmdir", path_at(AT_FDCWD, path), "rmdir", path);
}
int truncate(const char* path, off_t size) noexcept {
  return attack_plain("truncate", path_at(AT_FDCWD, path), "truncate", path, size);
}
int ftruncate(int file, off_t size) noexcept {
  return attack_plain("truncate", path_of(file), "ftruncate", file, size);
}

int fsync(int file) {
  return attack_sync(file);
}
int fdatasync(int file) {
  return attack_sync(file);
}

}  // extern "C"
