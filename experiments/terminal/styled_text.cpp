#include "experiments/terminal/styled_text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
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

std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

StyledLine clip_line(StyledLine line, std::size_t width) {
  std::size_t columns = 0;
  for (StyledText& part : line) {
    part.text = printable(part.text);
    std::size_t end = 0;
    while (end < part.text.size()) {
      if (!is_continuation(part.text[end]) && ++columns > width) break;
      ++end;
    }
    part.text.resize(end);
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
