// Ctrl-C and polite kills: noted, and answered when it suits.
#pragma once

#include <array>
#include <atomic>
#include <csignal>

namespace saccade {

inline constexpr int kExitInterrupted = 130;

/// Whether a signal has arrived since an InterruptGuard was last made.
bool interrupt_requested();

/// While it lives, SIGINT, SIGTERM and SIGHUP set a flag instead of ending the process; a second
/// one ends it at once, with status 130, unless somebody wants to answer that one too.  A reader of
/// our output that goes away (SIGPIPE) does not end it either.  The handlers it found come back
/// when it goes.  Only one may live at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Whether a signal has arrived.
  bool interrupted() const { return flag().load(std::memory_order_relaxed); }
  /// The same, for who looks between any two steps.
  const std::atomic<bool>& flag() const;
  /// How many have arrived.
  int signals() const;
  /// The signal that ends the process at once: the second (at first), or the third.
  void end_at_signal(int number);

 private:
  struct Former {
    int signal;
    struct sigaction action;
  };
  std::array<Former, 4> former_;  // What the destructor puts back.
};

}  // namespace saccade
