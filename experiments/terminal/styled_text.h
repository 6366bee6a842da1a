// Lines of text with parts that stand out, and where they go on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace saccade {

enum class TextStyle { kPlain, kLabel, kStrong, kBar };

struct StyledText {
  std::string text;
  TextStyle style = TextStyle::kPlain;
};

using StyledLine = std::vector<StyledText>;

/// The text, so many times.
std::string repeat(const char* text, std::size_t times);

/// A bar of `columns` of which the part `done`, in [0, 1], is filled.
StyledLine progress_bar(double done, std::size_t columns);

/// Makes a line printable() and cuts it after `width` columns (a code point is one column).
StyledLine clip_line(StyledLine line, std::size_t width);

/// A picture of a few lines at the end of stdout, which must be a terminal: drawn again in place.
class LiveLines {
 public:
  LiveLines();
  /// Leaves the last picture and a normal cursor behind.
  ~LiveLines();
  LiveLines(const LiveLines&) = delete;
  LiveLines& operator=(const LiveLines&) = delete;

  /// Of the window.
  static std::size_t width();
  static std::size_t height();

  void draw(const std::vector<StyledLine>& lines);
  /// Removes the picture, so that something else can be printed.
  void erase();

 private:
  std::string styled(const StyledLine& line) const;

  std::size_t drawn_lines_ = 0;
  bool colour_;
};

}  // namespace saccade
