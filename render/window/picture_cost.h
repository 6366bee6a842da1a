// How long the viewer takes for a picture.
#pragma once

#include "render/draw/theme.h"
#include "render/frame/frame.h"

namespace saccade::render {

struct PictureCost {
  double compose = 0;    ///< Seconds until all marks of a picture are known ...
  double draw = 0;       ///< ... and until they are pixels that have been read back.
  double processor = 0;  ///< Seconds of all processors together.
  int pictures = 0;      ///< That were measured.
};

/// Plays `source` from `seed` on at 60 pictures a second of its own time, as a window would show
/// it, off screen, for about `seconds`; the pictures are as a window's.  Starts an Xvfb when there
/// is no display.  Throws Error when that fails.
PictureCost measure_pictures(FrameSource& source, std::uint64_t seed, unsigned width,
                             unsigned height, double seconds, Theme theme = Theme::kDark);

}  // namespace saccade::render
