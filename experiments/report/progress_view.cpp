#include "experiments/report/progress_view.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include "experiments/report/progress_text.h"
#include "experiments/terminal/styled_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

using Clock = std::chrono::steady_clock;

class QuietView : public ProgressView {
 public:
  void show(const Progress& /*progress*/) override {}
  void note(const std::string& /*line*/) override {}
};

class PlainView : public ProgressView {
 public:
  void show(const Progress& progress) override {
    constexpr double kLines = 20;
    constexpr std::chrono::seconds kPause{10};
    const auto part = static_cast<std::int64_t>(kLines * fraction_done(progress));
    const bool evaluated = progress.last && progress.last->step == progress.step;
    if (part > part_ || Clock::now() - last_ >= kPause) {
      part_ = part;
      last_ = Clock::now();
      note(progress_line(progress));
    }
    if (evaluated) note("      " + evaluation_line(progress));
  }
  void note(const std::string& line) override {
    std::printf("%s\n", printable(line).c_str());
    std::fflush(stdout);
  }

 private:
  std::int64_t part_ = 0;
  Clock::time_point last_ = Clock::now();
};

class LiveView : public ProgressView {
 public:
  ~LiveView() override {
    if (is_stale_) draw();
  }

  void show(const Progress& progress) override {
    constexpr std::chrono::milliseconds kFrame{100};
    progress_ = progress;
    is_stale_ = true;
    if (!std::isnan(progress.return_mean)) trend_.push_back(progress.return_mean);
    if (Clock::now() - last_ >= kFrame) draw();
  }
  void note(const std::string& line) override {
    screen_.erase();
    std::printf("%s\n", printable(line).c_str());
    std::fflush(stdout);
    if (is_stale_ || last_ != Clock::time_point{}) draw();
  }

 private:
  void draw() {
    screen_.draw(progress_lines(progress_, trend_, LiveLines::width()));
    last_ = Clock::now();
    is_stale_ = false;
  }

  LiveLines screen_;
  Progress progress_;
  std::vector<double> trend_;
  Clock::time_point last_{};
  bool is_stale_ = false;
};

}  // namespace

std::unique_ptr<ProgressView> make_quiet_view() {
  return std::make_unique<QuietView>();
}
std::unique_ptr<ProgressView> make_plain_view() {
  return std::make_unique<PlainView>();
}
std::unique_ptr<ProgressView> make_live_view() {
  return std::make_unique<LiveView>();
}

}  // namespace saccade
