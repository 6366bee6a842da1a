// Shows how several runs go: live on a terminal, line by line elsewhere, or not at all.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "experiments/pool/planned_run.h"
#include "experiments/pool/run_pool.h"
#include "experiments/terminal/styled_text.h"

namespace saccade {

/// The live picture: a line of all runs together, then one of each run.  If these are more than
/// `height`, those that run come first, then those that failed, ended and wait; the rest is
/// counted. `seconds_left` is an estimate; NaN: none yet.
std::vector<StyledLine> pool_lines(const std::vector<PlannedRun>& runs,
                                   const std::vector<RunStatus>& states, double seconds_left,
                                   std::size_t width, std::size_t height);

/// Estimates from the steps that were trained while it looked how long the rest takes, seconds; NaN
/// before it can.
class TimeLeft {
 public:
  double estimate(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states,
                  double now_seconds);

 private:
  double first_steps_ = -1, first_seconds_ = 0;
};

class PoolView {
 public:
  virtual ~PoolView() = default;
  /// Called ten times a second with all runs; decides itself what to print.
  virtual void show(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states) = 0;
  /// Prints a line for good.
  virtual void note(const std::string& line) = 0;
};

/// Prints nothing.
std::unique_ptr<PoolView> make_quiet_pool_view();
/// On stdout, a line for each run that begins or ends.
std::unique_ptr<PoolView> make_plain_pool_view();
/// On stdout, which must be a terminal: redrawn in place.
std::unique_ptr<PoolView> make_live_pool_view();

}  // namespace saccade
