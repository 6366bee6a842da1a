// A drawing in SVG as a PNG, by the program rsvg-convert (Debian: librsvg2-bin).
#pragma once

#include <string>
#include <string_view>

namespace saccade::render {

/// The PNG's bytes; it has `zoom` pixels for each pixel of the drawing.  Throws Error when
/// rsvg-convert is missing or fails.
std::string png_of_svg(std::string_view svg, double zoom);

}  // namespace saccade::render
