// X displays: is there one, and one of our own where there is none.  SFML ends the whole process
// when it finds no display, so ask first.
#pragma once

#include <memory>
#include <string>

#include "envs/process/child_process.h"

// X11's own name.
struct _XDisplay;  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)

namespace saccade::render {

struct CloseDisplay {
  void operator()(_XDisplay* display) const;
};

/// Keep it while SFML draws.  A server may start anew when its last client leaves, as Xvfb does;
/// SFML would find none meanwhile.
using DisplayConnection = std::unique_ptr<_XDisplay, CloseDisplay>;

/// To the display that DISPLAY names; null when that does not answer.
DisplayConnection connect_display();

/// The same.  Throws Error, with the advice to record instead, when no display answers.
DisplayConnection require_display();

/// Lends a display for drawing off screen: the user's where one answers, else an Xvfb that is
/// started here on a free number and ends with this object.  DISPLAY is set meanwhile.  All SFML
/// objects must go before it does.
class OffscreenDisplay {
 public:
  /// Throws Error when Xvfb is missing or does not come up.
  OffscreenDisplay();
  OffscreenDisplay(const OffscreenDisplay&) = delete;
  OffscreenDisplay& operator=(const OffscreenDisplay&) = delete;
  ~OffscreenDisplay();

 private:
  DisplayConnection users_;  // Null if a server of our own is needed.
  std::unique_ptr<ChildProcess> server_;
  bool had_name_ = false;
  std::string former_name_;
};

}  // namespace saccade::render
