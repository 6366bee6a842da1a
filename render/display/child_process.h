// A program that runs beside this one and ends with it.
//
// Boost.Process (1.74) knows neither the signal at the parent's death nor the signal mask, and
// leaves its own code between fork and exec; what it would replace here is the shorter half.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace saccade::render {

/// A file descriptor that is closed when its owner goes.  Descriptor (experiments/files) is a file
/// with a name, to be locked and synced; this one is the end of a pipe or socket, and render/ may
/// not see experiments/.
class OwnedDescriptor {
 public:
  explicit OwnedDescriptor(int number = -1) : number_(number) {}
  OwnedDescriptor(OwnedDescriptor&& other) noexcept : number_(other.release()) {}
  OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept;
  ~OwnedDescriptor() { close(); }

  int get() const { return number_; }
  void close();
  int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }

 private:
  int number_;
};

/// What a child gets as standard input, output and error; -1: /dev/null.
struct ChildFiles {
  int in = -1;
  int out = -1;
  int error = -1;
};

/// Owns one child.  It has a process group of its own, so an interrupt typed at the terminal
/// reaches this program only, and is killed when the thread that started it ends.
class ChildProcess {
 public:
  /// Finds the program on PATH.  Throws Error naming the program when it cannot be started.
  ChildProcess(const std::vector<std::string>& arguments, const ChildFiles& files);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { stop(); }

  /// Waits for its end; returns the exit status, or 128 + the signal that ended it.
  int wait();
  /// Asks it to end and waits.
  void stop();

 private:
  pid_t pid_ = -1;
};

}  // namespace saccade::render
