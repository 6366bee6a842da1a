// X displays: is there one, and one of our own where there is none.  SFML ends the whole process
// when it finds no display, so ask first.
#pragma once

#include <memory>
#include <string>

#include "render/display/child_process.h"

namespace saccade::render {

/// Whether the display that DISPLAY names answers.
bool display_answers();

/// Throws Error, with the advice to record instead, when no display answers.
void require_display();

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
  std::unique_ptr<ChildProcess> server_;
  bool had_name_ = false;
  std::string former_name_;
};

}  // namespace saccade::render
