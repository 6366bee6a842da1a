#pragma once

namespace saccade {

/// Makes an exit() of somebody else, for example of a plug-in, an error while it lives: one line on
/// standard error and status 1.  Otherwise it would end a training with status 0.  One at a time.
class ExitGuard {
 public:
  ExitGuard();
  ~ExitGuard();
  ExitGuard(const ExitGuard&) = delete;
  ExitGuard& operator=(const ExitGuard&) = delete;
};

/// To be called before code of an environment runs.  exit() destroys what was made last first:
/// tables that were made since the guard began, and what a plug-in holds, while other threads use
/// them.
void guard_exit_again();

}  // namespace saccade
