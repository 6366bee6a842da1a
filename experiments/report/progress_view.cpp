#include "experiments/report/progress_view.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "experiments/report/progress_text.h"
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

std::size_t terminal_width() {
  constexpr std::size_t kDefault = 80, kWidest = 100;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefault;
  return std::min<std::size_t>(size.ws_col, kWidest);
}

const char* escape_of(TextStyle style) {
  switch (style) {
    case TextStyle::kPlain:
      return "";
    case TextStyle::kLabel:
      return "\033[2m";
    case TextStyle::kStrong:
      return "\033[1m";
    case TextStyle::kBar:
      return "\033[36m";
  }
  return "";
}

/// The convention of https://no-color.org.
bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return no_colour == nullptr || *no_colour == '\0';
}

class LiveView : public ProgressView {
 public:
  LiveView() { write("\033[?25l"); }  // Hides the cursor.
  ~LiveView() override {
    if (is_stale_) draw();
    write("\033[?25h");
  }

  void show(const Progress& progress) override {
    constexpr std::chrono::milliseconds kFrame{100};
    progress_ = progress;
    is_stale_ = true;
    if (!std::isnan(progress.return_mean)) trend_.push_back(progress.return_mean);
    if (Clock::now() - last_ >= kFrame) draw();
  }
  void note(const std::string& line) override {
    erase();
    write(printable(line) + "\n");
    if (is_stale_ || last_ != Clock::time_point{}) draw();
  }

 private:
  void draw() {
    erase();
    std::string text;
    const auto lines = progress_lines(progress_, trend_, terminal_width());
    for (const StyledLine& line : lines) text += styled(line) + "\n";
    write(text);
    drawn_lines_ = lines.size();
    last_ = Clock::now();
    is_stale_ = false;
  }

  std::string styled(const StyledLine& line) const {
    std::string text;
    for (const StyledText& part : line) {
      const std::string escape = colour_ ? escape_of(part.style) : "";
      text += escape.empty() ? part.text : escape + part.text + "\033[0m";
    }
    return text;
  }

  // Up to the first line of the picture, and clears from there to the end of the screen.
  void erase() {
    if (drawn_lines_ > 0) write("\033[" + std::to_string(drawn_lines_) + "A\r\033[J");
    drawn_lines_ = 0;
  }

  static void write(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  }

  Progress progress_;
  std::vector<double> trend_;
  std::size_t drawn_lines_ = 0;
  Clock::time_point last_{};
  bool is_stale_ = false;
  bool colour_ = wants_colour();
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
