#include "render/draw/drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade::render {

Area rectangle(const Rect& rect, Color fill) {
  return {.points = {{rect.x, rect.y},
                     {rect.right(), rect.y},
                     {rect.right(), rect.bottom()},
                     {rect.x, rect.bottom()}},
          .fill = fill};
}

Area rounded(const Rect& rect, float radius, Color fill) {
  constexpr int kPointsPerCorner = 7;
  const float r = std::min({radius, rect.width / 2, rect.height / 2});
  const Vec2 corners[4] = {{rect.right() - r, rect.y + r},
                           {rect.right() - r, rect.bottom() - r},
                           {rect.x + r, rect.bottom() - r},
                           {rect.x + r, rect.y + r}};
  Area area{.points = {}, .fill = fill};
  for (int corner = 0; corner < 4; ++corner) {
    for (int i = 0; i < kPointsPerCorner; ++i) {
      const float turn = static_cast<float>(corner - 1) +
                         static_cast<float>(i) / static_cast<float>(kPointsPerCorner - 1);
      const float angle = turn * std::numbers::pi_v<float> / 2;
      area.points.push_back(
          {corners[corner].x + r * std::cos(angle), corners[corner].y + r * std::sin(angle)});
    }
  }
  return area;
}

float text_width(const std::string& text, float size) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // All but what continues one.
  });
  return 0.62F * size * static_cast<float>(characters);
}

}  // namespace saccade::render
