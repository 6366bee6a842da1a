#include "experiments/run/interrupt.h"

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

struct sigaction current(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  return action;
}

}  // namespace

InterruptGuard::InterruptGuard()
    : former_{{{SIGINT, current(SIGINT)},
               {SIGTERM, current(SIGTERM)},
               {SIGHUP, current(SIGHUP)},
               {SIGPIPE, current(SIGPIPE)}}} {
  interrupt_flag = 0;
  handle(SIGINT, note_interrupt);
  handle(SIGTERM, note_interrupt);
  const bool under_nohup = current(SIGHUP).sa_handler == SIG_IGN;
  if (!under_nohup) handle(SIGHUP, note_interrupt);
  handle(SIGPIPE, SIG_IGN);
}

InterruptGuard::~InterruptGuard() {
  for (const Former& former : former_) sigaction(former.signal, &former.action, nullptr);
}

bool InterruptGuard::interrupted() const {
  return interrupt_flag != 0;
}

}  // namespace saccade
