#include "experiments/terminal/styled_text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "experiments/terminal/fitted_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

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

winsize window_size() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

void write(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace

std::string repeat(const char* text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

StyledLine progress_bar(double done, std::size_t columns) {
  const auto filled =
      static_cast<std::size_t>(std::clamp(done, 0.0, 1.0) * static_cast<double>(columns));
  return {{repeat("━", filled), TextStyle::kBar},
          {repeat("─", columns - filled), TextStyle::kLabel}};
}

StyledLine clip_line(StyledLine line, std::size_t width) {
  for (StyledText& part : line) {
    part.text = printable(part.text);
    part.text.resize(bytes_of(part.text, width));
    width -= columns_of(part.text);
  }
  return line;
}

LiveLines::LiveLines() : colour_(wants_colour()) {
  write("\033[?25l");  // Hides the cursor.
}

LiveLines::~LiveLines() {
  write("\033[?25h");
}

std::size_t LiveLines::width() {
  constexpr std::size_t kDefault = 80, kWidest = 100;
  const std::size_t columns = window_size().ws_col;
  return columns == 0 ? kDefault : std::min(columns, kWidest);
}

std::size_t LiveLines::height() {
  constexpr std::size_t kDefault = 24;
  const std::size_t rows = window_size().ws_row;
  return rows == 0 ? kDefault : rows;
}

void LiveLines::draw(const std::vector<StyledLine>& lines) {
  erase();
  std::string text;
  for (const StyledLine& line : lines) text += styled(line) + "\n";
  write(text);
  drawn_lines_ = lines.size();
}

// Up to the first line of the picture, and clears from there to the end of the screen.
void LiveLines::erase() {
  if (drawn_lines_ > 0) write("\033[" + std::to_string(drawn_lines_) + "A\r\033[J");
  drawn_lines_ = 0;
}

std::string LiveLines::styled(const StyledLine& line) const {
  std::string text;
  for (const StyledText& part : line) {
    const std::string escape = colour_ ? escape_of(part.style) : "";
    text += escape.empty() ? part.text : escape + part.text + "\033[0m";
  }
  return text;
}

}  // namespace saccade
