// A program that runs beside this one and ends with it: a display server, ffmpeg, a training run.
//
// Boost.Process (1.74) knows neither the signal at the parent's death nor the signal mask, and
// leaves its own code between fork and exec; what it would replace here is the shorter half.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

namespace saccade {

/// A file descriptor that is closed when its owner goes.  Descriptor (experiments/files) is a file
/// with a name, to be locked and synced; this one is the end of a pipe or socket, and this floor
/// may not see experiments/.
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

/// What a child is given.
struct ChildOptions {
  int in = -1, out = -1, error = -1;    ///< Standard input, output and error; -1: /dev/null.
  std::string file = "";                ///< What is started, if not the first argument.
  int signal_at_parents_end = SIGKILL;  ///< When the thread that started it ends.
};

/// Owns one child.  It has a process group of its own, so an interrupt typed at the terminal
/// reaches this program only.
class ChildProcess {
 public:
  /// Finds the program, the first argument, on PATH.  Throws Error naming the program when it
  /// cannot be started.
  ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { stop(); }

  /// Waits for its end; returns the exit status, or 128 + the signal that ended it.
  int wait();
  /// The same if it has ended; nothing while it runs.
  std::optional<int> ended();
  /// Its process id; -1 once it has ended.
  pid_t id() const { return pid_; }
  /// Sends a signal, unless it has ended.
  void signal(int number) const;
  /// Asks it to end and waits.
  void stop();

 private:
  std::optional<int> reap(int flags);

  pid_t pid_ = -1;
  int status_ = 0;  // Once it has ended.
};

}  // namespace saccade
