// Shows how a run goes: live on a terminal, line by line elsewhere, or not at all.
#pragma once

#include <memory>
#include <string>

#include "experiments/run/training.h"

namespace saccade {

class ProgressView {
 public:
  virtual ~ProgressView() = default;
  /// Called after every update; decides itself when to print.
  virtual void show(const Progress& progress) = 0;
  /// Prints a line for good.
  virtual void note(const std::string& line) = 0;
};

/// Shows nothing.
std::unique_ptr<ProgressView> make_quiet_view();

/// On stdout, a line for every twentieth of the run, at least every ten seconds.
std::unique_ptr<ProgressView> make_plain_view();

/// On stdout, which must be a terminal: redrawn in place ten times a second, as wide as the window.
/// Destroyed, it leaves its last picture and a normal cursor behind.
std::unique_ptr<ProgressView> make_live_view();

}  // namespace saccade
