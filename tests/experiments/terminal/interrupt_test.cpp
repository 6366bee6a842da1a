#include "experiments/terminal/interrupt.h"

#include <catch2/catch.hpp>
#include <csignal>

namespace saccade {
namespace {

volatile std::sig_atomic_t noted = 0;

extern "C" void note(int /*signal*/) {
  noted = noted + 1;
}

/// Another handler for one signal, for one test.
class Handler {
 public:
  Handler(int signal, void (*handler)(int)) : signal_(signal) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigaction(signal, &action, &former_);
  }
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  ~Handler() { sigaction(signal_, &former_, nullptr); }

 private:
  int signal_;
  struct sigaction former_ {};
};

}  // namespace

TEST_CASE("a signal is noted while the guard lives, and the handlers before it come back") {
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  const Handler handler(signal, note);
  noted = 0;
  {
    const InterruptGuard guard;
    CHECK_FALSE(guard.interrupted());
    raise(signal);
    CHECK(guard.interrupted());
    raise(SIGPIPE);
  }
  CHECK(noted == 0);
  raise(signal);
  CHECK(noted == 1);
}

TEST_CASE("what is ignored under nohup stays ignored") {
  const Handler handler(SIGHUP, SIG_IGN);
  {
    const InterruptGuard guard;
    raise(SIGHUP);
    CHECK_FALSE(guard.interrupted());
  }
  struct sigaction after {};
  sigaction(SIGHUP, nullptr, &after);
  CHECK(after.sa_handler == SIG_IGN);
}

}  // namespace saccade
