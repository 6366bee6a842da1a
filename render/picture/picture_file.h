// One picture as a file, written so that a full disk is noticed.
#pragma once

#include <SFML/Graphics/Image.hpp>
#include <string>

namespace saccade::render {

/// Writes a PNG; the name must end in .png.  Throws Error (kind kFailure) naming the path and the
/// reason; SFML overlooks a full disk, so what it wrote is looked at.
void write_picture(const sf::Image& image, const std::string& path);

}  // namespace saccade::render
