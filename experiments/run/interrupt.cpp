#include "experiments/run/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace saccade {
namespace {

// A signal handler has no other way to leave word.
volatile std::sig_atomic_t interrupt_flag = 0;

extern "C" void note_interrupt(int /*signal*/) {
  interrupt_flag = 1;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND | static_cast<unsigned>(SA_RESTART));
  sigaction(signal, &action, nullptr);
}

/// As under nohup.
bool is_ignored(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  interrupt_flag = 0;
  handle(SIGINT, note_interrupt);
  handle(SIGTERM, note_interrupt);
  if (!is_ignored(SIGHUP)) handle(SIGHUP, note_interrupt);
  handle(SIGPIPE, SIG_IGN);
}

InterruptGuard::~InterruptGuard() {
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) handle(signal, SIG_DFL);
  if (!is_ignored(SIGHUP)) handle(SIGHUP, SIG_DFL);
}

bool InterruptGuard::interrupted() const {
  return interrupt_flag != 0;
}

}  // namespace saccade
