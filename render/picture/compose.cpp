#include "render/picture/compose.h"

#include <cmath>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/overlay/trail.h"
#include "render/panel/panel.h"

namespace saccade::render {
namespace {

// Covers what sticks out of the world's part of the window.
void draw_margins(Drawing& drawing, const Rect& shown, float right, float height) {
  drawing.push_back(rectangle({0, 0, right, shown.y}, kWindowColor));
  drawing.push_back(rectangle({0, shown.bottom(), right, height - shown.bottom()}, kWindowColor));
  drawing.push_back(rectangle({0, 0, shown.x, height}, kWindowColor));
  drawing.push_back(rectangle({shown.right(), 0, right - shown.right(), height}, kWindowColor));
}

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

void draw_outcome(Drawing& drawing, const Frame& frame, const Rect& world, float unit) {
  const std::string how = frame.outcome.empty() ? "episode over" : readable(frame.outcome);
  const std::string text = how + "  \u00b7  return " + signed_number(frame.return_so_far);
  draw_pill(drawing, {world.center().x, world.y + 2.2F * unit}, text, std::round(1.2F * unit),
            true);
}

void draw_help(Drawing& drawing, const ViewState& state, const Rect& world, float unit) {
  const auto keys = key_help(state.by_hand);
  const float line = 1.8F * unit;
  const float height = line * static_cast<float>(keys.size()) + 4.4F * unit;
  const float width = 31 * unit;
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

}  // namespace

Drawing compose(const Frame& frame, const ViewState& state, unsigned width, unsigned height) {
  const Layout layout = lay_out(width, height);
  const WorldTransform transform(frame.scene.min, frame.scene.max, layout.world);
  const Anchors anchors = find_anchors(frame.scene);
  const std::vector<ColoredWeights> shown = shown_weights(frame.attention, state.attention);
  const MemoryStrip strip = make_strip(frame.attention, state.attention);
  Drawing drawing;
  draw_world(drawing, frame.scene, transform);
  if (state.overlay) {
    draw_trail(drawing, frame, strip, anchors, transform, layout.unit,
               shows_memory(frame.attention, state.attention));
    draw_overlay(drawing, frame, shown, anchors, transform, layout.unit);
  }
  draw_margins(drawing, transform.shown(), layout.panel.x, static_cast<float>(height));
  if (layout.panel.width > 0) {
    const int pointed = draw_panel(drawing, frame, state, shown, strip, anchors, layout);
    if (state.overlay) draw_pointed(drawing, frame, strip, pointed, transform, layout.unit);
  }
  if (frame.done) draw_outcome(drawing, frame, transform.shown(), layout.unit);
  if (!state.notice.empty()) {
    const Vec2 place{layout.world.center().x, layout.world.bottom() - 2 * layout.unit};
    draw_pill(drawing, place, state.notice, layout.unit, false);
  }
  if (state.help) draw_help(drawing, state, layout.world, layout.unit);
  return drawing;
}

}  // namespace saccade::render
