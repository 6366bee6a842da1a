// Draws pictures off screen.
#pragma once

#include <SFML/Graphics/RenderTexture.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "render/draw/painter.h"
#include "render/frame/frame.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Needs a display, if only an OffscreenDisplay.  Throws Error when the graphics driver refuses.
class OffscreenRenderer {
 public:
  OffscreenRenderer(unsigned width, unsigned height);

  /// Draws into the texture.
  void paint(const Drawing& drawing);
  void paint(std::span<const PlacedDrawing> drawings);
  const sf::Texture& texture() const { return canvas_.getTexture(); }

  /// Draws and reads back: RGBA, row by row from the top: [height x width x 4]; until the next
  /// call.
  std::span<const std::uint8_t> draw(const Drawing& drawing);
  std::span<const std::uint8_t> draw(std::span<const PlacedDrawing> drawings);
  std::span<const std::uint8_t> draw(const Frame& frame, const ViewState& state);

  unsigned width() const { return canvas_.getSize().x; }
  unsigned height() const { return canvas_.getSize().y; }

 private:
  std::span<const std::uint8_t> read_back();

  sf::RenderTexture canvas_;
  Painter painter_;
  std::vector<std::uint8_t> pixels_;  // Kept: fresh memory for every picture takes longer to get
                                      // than the picture takes to copy.
};

}  // namespace saccade::render
