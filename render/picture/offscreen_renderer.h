// Draws pictures off screen.
#pragma once

#include <SFML/Graphics/Image.hpp>
#include <SFML/Graphics/RenderTexture.hpp>

#include "render/draw/painter.h"
#include "render/frame/frame.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Needs a display, if only an OffscreenDisplay.  Throws Error when the graphics driver refuses.
class OffscreenRenderer {
 public:
  OffscreenRenderer(unsigned width, unsigned height);

  sf::Image draw(const Frame& frame, const ViewState& state);

 private:
  sf::RenderTexture canvas_;
  Painter painter_;
};

}  // namespace saccade::render
