#include "experiments/terminal/interrupt.h"

#include <unistd.h>

namespace saccade {
namespace {

// A signal handler has no other way to leave word.
std::atomic<bool> interrupt_flag{false};
std::atomic<int> signal_count{0};
std::atomic<int> last_signal{2};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void note_interrupt(int /*signal*/) {
  interrupt_flag.store(true);
  if (signal_count.fetch_add(1) + 1 >= last_signal.load()) ::_exit(kExitInterrupted);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, nullptr);
}

struct sigaction current(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  return action;
}

}  // namespace

bool interrupt_requested() {
  return interrupt_flag.load(std::memory_order_relaxed);
}

InterruptGuard::InterruptGuard()
    : former_{{{SIGINT, current(SIGINT)},
               {SIGTERM, current(SIGTERM)},
               {SIGHUP, current(SIGHUP)},
               {SIGPIPE, current(SIGPIPE)}}} {
  interrupt_flag = false;
  signal_count = 0;
  last_signal = 2;
  handle(SIGINT, note_interrupt);
  handle(SIGTERM, note_interrupt);
  const bool under_nohup = current(SIGHUP).sa_handler == SIG_IGN;
  if (!under_nohup) handle(SIGHUP, note_interrupt);
  handle(SIGPIPE, SIG_IGN);
}

InterruptGuard::~InterruptGuard() {
  for (const Former& former : former_) sigaction(former.signal, &former.action, nullptr);
}

const std::atomic<bool>& InterruptGuard::flag() const {
  return interrupt_flag;
}

int InterruptGuard::signals() const {
  return signal_count;
}

void InterruptGuard::end_at_signal(int number) {
  last_signal = number;
}

}  // namespace saccade
