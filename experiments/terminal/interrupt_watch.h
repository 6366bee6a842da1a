// What happens when a Ctrl-C is not answered: says what it waits for, and ends on a second one.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "envs/call_board.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {

/// While it lives, a thread of its own looks after signals: when the process still runs a while
/// after the first one, it says on stderr which calls into environments have not returned; at the
/// second one it keeps what there is to be kept and ends the process with status 130.
class InterruptWatch {
 public:
  /// `waiting` is the sentence that begins what is said after the first signal.  Guard and board
  /// must outlive it.
  InterruptWatch(InterruptGuard& guard, const CallBoard& board, std::string waiting);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// Calls `keep` at the second signal, from the thread of the watch, and says what it returns.
  void keep_with(std::function<std::string()> keep);

 private:
  void look();
  bool sleep_for(int milliseconds);
  void wait_and_tell();
  void end();

  InterruptGuard& guard_;
  const CallBoard& board_;
  std::string waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::function<std::string()> keep_;
  std::thread thread_;
};

}  // namespace saccade
