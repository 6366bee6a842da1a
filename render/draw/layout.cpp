#include "render/draw/layout.h"

#include <algorithm>
#include <cmath>

namespace saccade::render {

namespace {

constexpr float kPanelWidth = 23;     // Units.
constexpr float kTimelineHeight = 6;  // Units.

float unit_of(float w, float h) {
  const bool high = h >= 1.3F * w;
  return std::round(std::clamp(std::min(h / 50, w / (high ? 26 : 60)), 11.0F, 48.0F));
}

// Below the world where the window is high, as of a telephone.
Rect panel_of(float w, float h, float unit) {
  const float width = std::round(kPanelWidth * unit);
  if (w >= 1.7F * width) return {w - width, 0, width, h};
  if (w >= 0.9F * width && h >= 1.3F * w) {
    const float top = std::round(std::min(w, 0.6F * h));
    return {0, top, w, h - top};
  }
  return {w, 0, 0, h};
}

}  // namespace

Layout lay_out(unsigned width, unsigned height, bool timeline) {
  const auto w = static_cast<float>(width);
  const auto h = static_cast<float>(height);
  Layout layout;
  layout.unit = unit_of(w, h);
  layout.panel = panel_of(w, h, layout.unit);
  const bool below = layout.panel.y > 0;
  const float margin = layout.unit;
  const float right = below ? w : layout.panel.x;
  float bottom = below ? layout.panel.y : h;
  const float strip = std::round(kTimelineHeight * layout.unit);
  if (timeline && bottom >= 3 * strip) {
    bottom -= strip;
    layout.timeline = {0, bottom, right, strip};
  }
  layout.world = {margin, margin, std::max(right - 2 * margin, 1.0F),
                  std::max(bottom - 2 * margin, 1.0F)};
  return layout;
}

Layout lay_out_timeline(unsigned width, unsigned height) {
  const auto w = static_cast<float>(width);
  const auto h = static_cast<float>(height);
  Layout layout{.unit = unit_of(w, h)};
  const float strip = std::round(kTimelineHeight * layout.unit);
  layout.timeline = {0, std::max(h - strip, 0.0F), w, strip};
  layout.panel = {w, 0, 0, h};
  layout.world = {layout.unit, layout.unit, std::max(w - 2 * layout.unit, 1.0F),
                  std::max(layout.timeline.y - 2 * layout.unit, 1.0F)};
  return layout;
}

std::vector<Rect> divide(const Rect& window, std::size_t count) {
  const bool high = window.height > window.width;
  const std::size_t rows = high ? count : (count >= 4 ? 2 : 1);
  const std::size_t columns = (count + rows - 1) / rows;
  const auto cut = [](float length, std::size_t index, std::size_t parts) {
    return std::round(length * static_cast<float>(index) / static_cast<float>(parts));
  };
  std::vector<Rect> panes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = i / columns;
    const std::size_t column = i % columns;
    const float left = cut(window.width, column, columns);
    const float top = cut(window.height, row, rows);
    panes.push_back({window.x + left, window.y + top, cut(window.width, column + 1, columns) - left,
                     cut(window.height, row + 1, rows) - top});
  }
  return panes;
}

WorldTransform::WorldTransform(Vec2 min, Vec2 max, const Rect& rect) : min_(min) {
  const float width = std::max(max.x - min.x, 1e-6F);
  const float height = std::max(max.y - min.y, 1e-6F);
  scale_ = std::min(rect.width / width, rect.height / height);
  const Vec2 center = rect.center();
  shown_ = {std::round(center.x - scale_ * width / 2), std::round(center.y - scale_ * height / 2),
            scale_ * width, scale_ * height};
}

WorldTransform WorldTransform::looking_at(Vec2 center, float zoom) const {
  WorldTransform closer = *this;
  closer.scale_ = scale_ * zoom;
  closer.min_ = {center.x - shown_.width / 2 / closer.scale_,
                 center.y - shown_.height / 2 / closer.scale_};
  return closer;
}

}  // namespace saccade::render
