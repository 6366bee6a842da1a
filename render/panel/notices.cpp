#include "render/panel/notices.h"

#include <cmath>

#include "render/draw/palette.h"

namespace saccade::render {

void draw_pill(Drawing& drawing, Vec2 center, const std::string& text, float size, bool bold) {
  const float width = text_width(text, size) * (bold ? 1.12F : 1) + 2.4F * size;
  const float height = 2.3F * size;
  const Rect box{center.x - width / 2, center.y - height / 2, width, height};
  drawing.push_back(rounded(box, height / 2, {10, 11, 14, 225}));
  drawing.push_back(Words{.baseline = {center.x, centered_baseline(center.y, size)},
                          .text = text,
                          .size = size,
                          .color = kTextColor,
                          .align = Align::kCenter,
                          .bold = bold});
}

void draw_notice(Drawing& drawing, const ViewState& state, const Rect& world, float unit) {
  if (state.notice.empty()) return;
  draw_pill(drawing, {world.center().x, world.bottom() - 2 * unit}, state.notice, unit, false);
}

void draw_help(Drawing& drawing, const ViewState& state, const Frame& frame, const Rect& world,
               float unit) {
  const auto keys = key_help(state, frame);
  const float line = 1.8F * unit;
  const float height = line * static_cast<float>(keys.size()) + 4.4F * unit;
  const float width = 34 * unit;
  const Vec2 center = world.center();
  const Rect box{center.x - width / 2, center.y - height / 2, width, height};
  drawing.push_back(rounded(box, 0.8F * unit, {16, 18, 23, 242}));
  const float left = std::round(box.x + 1.6F * unit);
  float y = box.y + 1.9F * unit;
  const float title = std::round(1.2F * unit);
  drawing.push_back(Words{.baseline = {left, centered_baseline(y, title)},
                          .text = "Keys",
                          .size = title,
                          .color = kTextColor,
                          .bold = true});
  y += 0.5F * unit;
  for (const KeyHelp& key : keys) {
    y += line;
    const float baseline = centered_baseline(y, unit);
    drawing.push_back(
        Words{.baseline = {left, baseline}, .text = key.keys, .size = unit, .color = kAccentColor});
    drawing.push_back(Words{.baseline = {left + 11 * unit, baseline},
                            .text = key.meaning,
                            .size = unit,
                            .color = kTextColor});
  }
}

void draw_pane_name(Drawing& drawing, const PaneName& pane, const Rect& world, float unit) {
  if (pane.name.empty()) return;
  const float size = std::round(1.2F * unit);
  const std::string text = pane.differs ? pane.name + "  acts otherwise" : pane.name;
  const Rect box{world.x + 0.5F * unit, world.y + 0.5F * unit, text_width(text, size) + 1.6F * size,
                 1.9F * size};
  drawing.push_back(rounded(box, box.height / 2, {10, 11, 14, 225}));
  drawing.push_back(
      Words{.baseline = {box.x + 0.8F * size, centered_baseline(box.center().y, size)},
            .text = text,
            .size = size,
            .color = pane.color,
            .bold = true});
}

}  // namespace saccade::render
