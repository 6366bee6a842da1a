// One picture as a file, written so that a full disk is noticed.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace saccade::render {

/// Writes a PNG of `pixels` (RGBA, row by row from the top: [height x width x 4]), which are taken
/// to be opaque; the name must end in .png.  Quickly rather than small.  Throws Error (kind
/// kFailure) naming the path and the reason.
void write_picture(std::span<const std::uint8_t> pixels, unsigned width, unsigned height,
                   const std::string& path);

}  // namespace saccade::render
