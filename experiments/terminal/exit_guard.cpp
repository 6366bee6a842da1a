#include "experiments/terminal/exit_guard.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string_view>

namespace saccade {

namespace {

// Whether a guard lives: then nobody but us may end the process.
std::atomic<bool> is_guarded{false};

// Called by exit().
extern "C" void refuse_exit() {
  if (!is_guarded) return;
  constexpr std::string_view kText =
      "error: the process was ended by a call of exit() in the middle of a command, perhaps by a "
      "plug-in\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kText.data(), kText.size());
  ::_exit(1);
}

}  // namespace

ExitGuard::ExitGuard() {
  is_guarded = std::atexit(refuse_exit) == 0;
}

ExitGuard::~ExitGuard() {
  is_guarded = false;
}

void guard_exit_again() {
  std::atexit(refuse_exit);
}

}  // namespace saccade
