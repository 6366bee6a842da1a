#include "render/timeline/button.h"

#include <algorithm>
#include <cmath>

#include "render/draw/palette.h"

namespace saccade::render {
namespace {

class Buttons {
 public:
  Buttons(Drawing& drawing, const ViewState& state, float unit)
      : drawing_(drawing), state_(state), unit_(unit) {}

  // Signs are drawn in a box of 0.5 units around the button's centre.
  void button(Command command, const Rect& box) {
    const Vec2 c = box.center();
    const bool hot = state_.pointer && box.contains(*state_.pointer);
    const Color color = hot ? kTextColor : kMutedColor;
    const float s = 0.5F * unit_;
    if (hot) drawing_.push_back(rounded(box, 0.4F * unit_, kTrackColor));
    switch (command) {
      case Command::kStart:
        bar(c.x - s, c.y, s, color);
        return triangle({c.x + 0.2F * s, c.y}, -s, color);
      case Command::kStepBack:
        bar(c.x + 0.7F * s, c.y, s, color);
        return triangle({c.x - 0.2F * s, c.y}, -s, color);
      case Command::kPause:
        if (state_.paused) return triangle(c, 1.2F * s, hot ? kTextColor : kAccentColor);
        bar(c.x - 0.5F * s, c.y, s, color);
        return bar(c.x + 0.3F * s, c.y, s, color);
      case Command::kStep:
        bar(c.x - 0.9F * s, c.y, s, color);
        return triangle({c.x + 0.2F * s, c.y}, s, color);
      case Command::kEnd:
        bar(c.x + 0.8F * s, c.y, s, color);
        return triangle({c.x - 0.2F * s, c.y}, s, color);
      default:
        return loop(c, s, state_.loop ? kAccentColor : color);
    }
  }

 private:
  void bar(float x, float y, float half, Color color) {
    drawing_.push_back(rectangle({x, y - half, 0.3F * half + 1, 2 * half}, color));
  }

  // To the right, or to the left where `half` is below zero.
  void triangle(Vec2 c, float half, Color color) {
    const float h = std::abs(half);
    drawing_.push_back(Area{.points = {{c.x - 0.7F * half, c.y - h},
                                       {c.x + 0.8F * half, c.y},
                                       {c.x - 0.7F * half, c.y + h}},
                            .fill = color});
  }

  void loop(Vec2 c, float half, Color color) {
    std::vector<Vec2> ring;
    for (int i = 0; i <= 20; ++i) {
      const float turn = 0.9F + 5.2F * static_cast<float>(i) / 20;
      ring.push_back({c.x + half * std::cos(turn), c.y + half * std::sin(turn)});
    }
    const float width = std::max(0.13F * unit_, 1.0F);
    const Vec2 end = ring.back();
    drawing_.push_back(Stroke{std::move(ring), width, width, color, color});
    const float h = 0.55F * half;
    drawing_.push_back(Area{.points = {{end.x - h, end.y - h},
                                       {end.x + h, end.y - 0.2F * h},
                                       {end.x - 0.2F * h, end.y + h}},
                            .fill = color});
  }

  Drawing& drawing_;
  const ViewState& state_;
  float unit_;
};

}  // namespace

void draw_button(Drawing& drawing, Command command, const Rect& box, const ViewState& state,
                 float unit) {
  Buttons(drawing, state, unit).button(command, box);
}

}  // namespace saccade::render
