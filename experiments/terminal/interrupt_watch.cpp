#include "experiments/terminal/interrupt_watch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

constexpr int kLook = 50;        // Milliseconds between two looks at the signals.
constexpr int kPatience = 1500;  // Milliseconds before it says what it waits for.

std::string describe(const CallBoard::Call& call) {
  return fmt::format("  environment {}, episode seed {}, step {}: {} has not returned for {} s\n",
                     call.environment, call.seed, call.step, call.function, kPatience / 1000.0);
}

}  // namespace

InterruptWatch::InterruptWatch(InterruptGuard& guard, const CallBoard& board, std::string waiting)
    : guard_(guard), board_(board), waiting_(std::move(waiting)) {
  guard_.end_at_signal(3);
  thread_ = std::thread([this] { look(); });
}

InterruptWatch::~InterruptWatch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
  guard_.end_at_signal(2);
}

void InterruptWatch::keep_with(std::function<std::string()> keep) {
  const std::lock_guard lock(mutex_);
  keep_ = std::move(keep);
}

// Returns whether to go on.
bool InterruptWatch::sleep_for(int milliseconds) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return stop_; });
}

void InterruptWatch::look() {
  while (guard_.signals() == 0) {
    if (!sleep_for(kLook)) return;
  }
  wait_and_tell();
  while (sleep_for(kLook)) {
    if (guard_.signals() > 1) end();
  }
}

void InterruptWatch::wait_and_tell() {
  const std::vector<CallBoard::Call> before = board_.running();
  for (int waited = 0; waited < kPatience; waited += kLook) {
    if (!sleep_for(kLook)) return;
    if (guard_.signals() > 1) end();
  }
  std::string text = "\n" + waiting_ + "\n";
  for (const CallBoard::Call& call : board_.running()) {
    if (std::find(before.begin(), before.end(), call) != before.end()) text += describe(call);
  }
  fmt::print(stderr, "{}", printable(text));
}

// Other threads go on meanwhile and must not see a half destroyed process: _exit.
void InterruptWatch::end() {
  std::string text;
  try {
    const std::lock_guard lock(mutex_);
    text = keep_ ? keep_() : "Ended at once: there was nothing to keep.";
  } catch (const std::exception& error) {
    text =
        std::string("Ended at once; the last finished update could not be saved: ") + error.what();
  }
  fmt::print(stderr, "\n{}\n", printable(text));
  ::_exit(kExitInterrupted);
}

}  // namespace saccade
