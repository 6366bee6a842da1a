// Puts a Drawing on an SFML target.
#pragma once

#include <SFML/Graphics/Font.hpp>
#include <SFML/Graphics/RenderTarget.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <span>

#include "render/draw/drawing.h"

namespace saccade::render {

/// Owns the fonts.  Throws Error when DejaVu Sans is not installed.
class Painter {
 public:
  Painter();

  /// Paints over the whole target.
  void paint(const Drawing& drawing, sf::RenderTarget& target) const;
  void paint(std::span<const PlacedDrawing> drawings, sf::RenderTarget& target) const;

 private:
  void put(const Drawing& drawing, sf::RenderTarget& target) const;
  void put(const Words& words, sf::RenderTarget& target) const;

  sf::Font regular_;
  sf::Font bold_;
  sf::Texture line_patterns_;
};

}  // namespace saccade::render
