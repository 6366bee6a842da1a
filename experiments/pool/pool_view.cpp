#include "experiments/pool/pool_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "experiments/report/progress_text.h"
#include "experiments/terminal/fitted_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

using Style = TextStyle;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostLabel = 28;

double part_done(const PlannedRun& run, const RunStatus& status) {
  if (status.state == RunState::kDone) return 1;
  const std::int64_t goal = run.until > 0 ? std::min(run.until, run.steps) : run.steps;
  if (goal <= 0) return 0;
  return std::min(1.0, static_cast<double>(status.progress.step) / static_cast<double>(goal));
}

/// What stands behind a run's bar.
std::string state_text(const PlannedRun& run, const RunStatus& status) {
  switch (status.state) {
    case RunState::kWaiting:
      return "waits";
    case RunState::kBusy:
      return "waits: another process trains it";
    case RunState::kFailed:
      return "failed: " + status.message;
    case RunState::kInterrupted:
      return fmt::format("interrupted at step {}", format_count(status.progress.step));
    case RunState::kRunning:
      return fmt::format("{:3.0f}%  return {:>7}  best {:>7}",
                         std::floor(100 * part_done(run, status)),
                         format_figure(status.progress.return_mean),
                         format_figure(status.progress.best_evaluation));
    case RunState::kDone:
      break;
  }
  return fmt::format("done  last {:>9}  best {:>7}", format_figure(status.progress.last_evaluation),
                     format_figure(status.progress.best_evaluation));
}

StyledLine run_line(const PlannedRun& run, const RunStatus& status, std::size_t label_columns,
                    std::size_t bar_columns) {
  std::string label = printable(run.label);
  const std::size_t columns = columns_of(label);
  if (columns < label_columns) label += std::string(label_columns - columns, ' ');
  StyledLine line = {{label + "  ", Style::kPlain}};
  if (status.state == RunState::kFailed) {  // The reason needs the room.
    line.push_back({state_text(run, status), Style::kStrong});
    return line;
  }
  for (StyledText& part : progress_bar(part_done(run, status), bar_columns)) {
    line.push_back(std::move(part));
  }
  const bool runs = status.state == RunState::kRunning;
  line.push_back({"  " + state_text(run, status), runs ? Style::kPlain : Style::kLabel});
  return line;
}

struct StateCounts {
  std::size_t running = 0, waiting = 0, done = 0, failed = 0, interrupted = 0;
};

StateCounts count_states(const std::vector<RunStatus>& states) {
  StateCounts counts;
  for (const RunStatus& status : states) {
    counts.running += status.state == RunState::kRunning;
    counts.waiting += status.state == RunState::kWaiting || status.state == RunState::kBusy;
    counts.done += status.state == RunState::kDone;
    counts.failed += status.state == RunState::kFailed;
    counts.interrupted += status.state == RunState::kInterrupted;
  }
  return counts;
}

std::string counts_text(const StateCounts& counts) {
  std::string text;
  const auto add = [&text](std::size_t count, const char* what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(counts.running, "running");
  add(counts.done, "done");
  add(counts.waiting, "waiting");
  add(counts.interrupted, "interrupted");
  add(counts.failed, "failed");
  return text;
}

StyledLine overview_line(std::size_t runs, const std::vector<RunStatus>& states,
                         double seconds_left) {
  StyledLine line = {{fmt::format("{} run{}", runs, runs == 1 ? "" : "s"), Style::kStrong},
                     {"  " + counts_text(count_states(states)), Style::kPlain}};
  if (!std::isnan(seconds_left) && seconds_left > 0) {
    line.push_back({"  ETA " + format_duration(seconds_left), Style::kLabel});
  }
  return line;
}

/// Smaller is shown earlier where not all can be shown.
int rank(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return 0;
    case RunState::kFailed:
    case RunState::kInterrupted:
      return 1;
    case RunState::kDone:
      return 2;
    default:
      return 3;
  }
}

/// Which runs are shown, in their order.
std::vector<std::size_t> shown(const std::vector<RunStatus>& states, std::size_t most) {
  std::vector<std::size_t> order(states.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&states](std::size_t a, std::size_t b) {
    return rank(states[a].state) < rank(states[b].state);
  });
  order.resize(std::min(order.size(), most));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

std::vector<StyledLine> pool_lines(const std::vector<PlannedRun>& runs,
                                   const std::vector<RunStatus>& states, double seconds_left,
                                   std::size_t width, std::size_t height) {
  std::vector<StyledLine> lines = {overview_line(runs.size(), states, seconds_left)};
  const bool fits = runs.size() + 2 <= height;
  const std::size_t most = fits ? runs.size() : (height > 4 ? height - 3 : 1);
  std::size_t label = 0;
  for (const PlannedRun& run : runs) label = std::max(label, columns_of(printable(run.label)));
  label = std::min(label, kMostLabel);
  constexpr std::size_t kText = 38, kSmallestBar = 6;
  const std::size_t bar =
      width > label + kText + kSmallestBar ? width - label - kText : kSmallestBar;
  for (const std::size_t i : shown(states, most)) {
    lines.push_back(run_line(runs[i], states[i], label, bar));
  }
  if (!fits) {
    lines.push_back({{fmt::format("{} more", runs.size() - most), Style::kLabel}});
  }
  for (StyledLine& line : lines) line = clip_line(std::move(line), width);
  return lines;
}

double TimeLeft::estimate(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states,
                          double now_seconds) {
  double done = 0, left = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (states[i].state == RunState::kFailed) continue;
    const double part = part_done(runs[i], states[i]);
    const auto goal = static_cast<double>(runs[i].until > 0 ? runs[i].until : runs[i].steps);
    done += part * goal;
    left += (1 - part) * goal;
  }
  if (first_steps_ < 0) {
    first_steps_ = done;
    first_seconds_ = now_seconds;
  }
  const double trained = done - first_steps_;
  if (trained <= 0) return std::nan("");
  return left * (now_seconds - first_seconds_) / trained;
}

namespace {

double seconds_now() {
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

/// Tells of each run what has changed since it was told last.
class PlainPoolView : public PoolView {
 public:
  void show(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states) override {
    told_.resize(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const RunState state = states[i].state;
      if (state == told_[i]) continue;
      told_[i] = state;
      tell(runs[i], states[i]);
    }
  }
  void note(const std::string& line) override {
    std::printf("%s\n", printable(line).c_str());
    std::fflush(stdout);
  }

 private:
  void tell(const PlannedRun& run, const RunStatus& status) {
    if (status.state == RunState::kWaiting) return;
    const bool begins = status.state == RunState::kRunning;
    const std::string from =
        status.begun_at > 0 ? fmt::format(" from step {}", format_count(status.begun_at)) : "";
    note(run.label + ": " + (begins ? "begins" + from : state_text(run, status)));
  }

  std::vector<RunState> told_;
};

class QuietPoolView : public PoolView {
 public:
  void show(const std::vector<PlannedRun>& /*runs*/,
            const std::vector<RunStatus>& /*states*/) override {}
  void note(const std::string& /*line*/) override {}
};

class LivePoolView : public PoolView {
 public:
  void show(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states) override {
    lines_ = pool_lines(runs, states, time_left_.estimate(runs, states, seconds_now()),
                        LiveLines::width(), LiveLines::height());
    screen_.draw(lines_);
  }
  void note(const std::string& line) override {
    screen_.erase();
    std::printf("%s\n", printable(line).c_str());
    screen_.draw(lines_);
  }

 private:
  LiveLines screen_;
  TimeLeft time_left_;
  std::vector<StyledLine> lines_;
};

}  // namespace

std::unique_ptr<PoolView> make_quiet_pool_view() {
  return std::make_unique<QuietPoolView>();
}
std::unique_ptr<PoolView> make_plain_pool_view() {
  return std::make_unique<PlainPoolView>();
}
std::unique_ptr<PoolView> make_live_pool_view() {
  return std::make_unique<LivePoolView>();
}

}  // namespace saccade
