#include "render/draw/layout.h"

#include <algorithm>
#include <cmath>

namespace saccade::render {

Layout lay_out(unsigned width, unsigned height) {
  const auto w = static_cast<float>(width);
  const auto h = static_cast<float>(height);
  Layout layout;
  layout.unit = std::round(std::clamp(std::min(h / 50, w / 60), 11.0F, 48.0F));
  const float margin = layout.unit;
  const float panel_width = std::round(23 * layout.unit);
  const bool has_panel = w >= 1.7F * panel_width;
  layout.panel = has_panel ? Rect{w - panel_width, 0, panel_width, h} : Rect{w, 0, 0, h};
  layout.world = {margin, margin, std::max(layout.panel.x - 2 * margin, 1.0F),
                  std::max(h - 2 * margin, 1.0F)};
  return layout;
}

WorldTransform::WorldTransform(Vec2 min, Vec2 max, const Rect& rect) : min_(min) {
  const float width = std::max(max.x - min.x, 1e-6F);
  const float height = std::max(max.y - min.y, 1e-6F);
  scale_ = std::min(rect.width / width, rect.height / height);
  const Vec2 center = rect.center();
  shown_ = {std::round(center.x - scale_ * width / 2), std::round(center.y - scale_ * height / 2),
            scale_ * width, scale_ * height};
}

}  // namespace saccade::render
