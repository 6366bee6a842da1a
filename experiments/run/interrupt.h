// Ctrl-C and polite kills: noted, and answered when it suits.
#pragma once

#include <array>
#include <csignal>

namespace saccade {

/// While it lives, SIGINT, SIGTERM and SIGHUP set a flag instead of ending the process; a second
/// one ends it at once.  A reader of our output that goes away (SIGPIPE) does not end it either.
/// The handlers it found come back when it goes.  Only one may live at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Whether a signal has arrived.
  bool interrupted() const;

 private:
  struct Former {
    int signal;
    struct sigaction action;
  };
  std::array<Former, 4> former_;  // What the destructor puts back.
};

}  // namespace saccade
