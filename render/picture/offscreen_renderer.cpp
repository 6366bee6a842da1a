#include "render/picture/offscreen_renderer.h"

#include <fmt/format.h>

#include <algorithm>

#include "envs/core/error.h"
#include "render/picture/compose.h"

namespace saccade::render {

OffscreenRenderer::OffscreenRenderer(unsigned width, unsigned height) {
  constexpr unsigned kSamples = 8;
  const unsigned samples = std::min(kSamples, sf::RenderTexture::getMaximumAntialiasingLevel());
  if (!canvas_.create(width, height, sf::ContextSettings(0, 0, samples))) {
    throw Error(fmt::format("the graphics driver refuses a picture of {}x{} pixels", width, height),
                Error::Kind::kFailure);
  }
}

sf::Image OffscreenRenderer::draw(const Frame& frame, const ViewState& state) {
  const sf::Vector2u size = canvas_.getSize();
  painter_.paint(compose(frame, state, size.x, size.y), canvas_);
  canvas_.display();
  return canvas_.getTexture().copyToImage();
}

}  // namespace saccade::render
