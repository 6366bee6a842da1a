// A line on the terminal that says how far a longer piece of work is.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace saccade {

/// Writes to standard error, and nothing at all where that is no terminal.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Replaces the line by what `text` says, a few times a second at most.
  void show(const std::function<std::string()>& text);
  /// Takes the line away.
  void clear();

 private:
  bool on_terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace saccade
