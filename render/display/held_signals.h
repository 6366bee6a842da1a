// Ctrl-C that waits until all is tidy.
#pragma once

#include <signal.h>

namespace saccade::render {

/// Holds back SIGINT and SIGTERM so that what is interrupted can tidy up first; they arrive when
/// this object goes.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &former_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

  /// Whether one of them has come.
  static bool waiting() {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
  }

 private:
  sigset_t former_{};
};

}  // namespace saccade::render
