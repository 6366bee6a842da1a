#include "experiments/plot/chart_frame.h"

#include <algorithm>
#include <cmath>

#include "experiments/plot/markup.h"

namespace saccade {

namespace {

// Coordinates far outside a drawing say no more than those just outside.
constexpr double kFarOutside = 1e5;

double mapped(double number, const AxisRange& range, double from, double to) {
  const double share = (number - range.low) / (range.high - range.low);
  return std::clamp(from + share * (to - from), -kFarOutside, kFarOutside);
}

}  // namespace

AxisRange axis_range(const AxisPlan& plan, const std::vector<double>& numbers, double margin) {
  const AxisRange range = widened(range_of(numbers), margin);
  const AxisRange fixed = {plan.low.value_or(range.low), plan.high.value_or(range.high)};
  const bool sound = is_drawable(fixed.low) && is_drawable(fixed.high) && fixed.low < fixed.high;
  return sound ? fixed : range;
}

double PlotArea::x_of(double number) const {
  return mapped(number, x, left, right);
}

double PlotArea::y_of(double number) const {
  return mapped(number, y, bottom, top);
}

DrawnPoint PlotArea::at(double x_number, double y_number) const {
  return {x_of(x_number), y_of(y_number)};
}

void draw_x_axis(Drawing& drawing, const PlotArea& area, const AxisPlan& plan, bool grid) {
  constexpr double kTick = 4;
  const std::vector<Tick> ticks =
      nice_ticks(area.x, fitting_x_ticks(area.right - area.left), plan.style);
  for (const Tick& tick : ticks) {
    const double x = area.x_of(tick.value);
    if (grid) drawing.line({x, area.top}, {x, area.bottom}, faint());
    drawing.line({x, area.bottom}, {x, area.bottom + kTick}, muted());
    drawing.text({x, area.bottom + kTick + 13}, tick.label, muted(),
                 {kTickSize, TextAnchor::kMiddle});
  }
  drawing.line({area.left, area.bottom}, {area.right, area.bottom}, muted());
  if (plan.label.empty()) return;
  const std::string label = fitted(plan.label, drawing.width() - 2 * kEdge, kLabelSize);
  const double half = text_width(label, kLabelSize) / 2;
  const double center =
      std::clamp((area.left + area.right) / 2, std::min(half, drawing.width() / 2),
                 std::max(drawing.width() - half, drawing.width() / 2));
  drawing.text({center, area.bottom + kXAxisHeight + 13}, label, ink(),
               {kLabelSize, TextAnchor::kMiddle});
}

void draw_y_axis(Drawing& drawing, const PlotArea& area, const AxisPlan& plan,
                 const std::vector<Tick>& ticks) {
  constexpr double kGap = 7;
  for (const Tick& tick : ticks) {
    const double y = area.y_of(tick.value);
    const bool is_zero = tick.value == 0 && y < area.bottom - 1;
    drawing.line({area.left, y}, {area.right, y}, is_zero ? muted() : faint());
    drawing.text({area.left - kGap, y + 4}, tick.label, muted(), {kTickSize, TextAnchor::kEnd});
  }
  if (plan.label.empty()) return;
  drawing.text({kEdge, area.top - 12}, fitted(plan.label, drawing.width() - 2 * kEdge, kLabelSize),
               ink(), {kLabelSize});
}

int fitting_x_ticks(double length) {
  return std::max(2, static_cast<int>(length / 70));
}

int fitting_y_ticks(double length) {
  return std::clamp(static_cast<int>(length / 34), 2, 9);
}

double widest_label(const std::vector<Tick>& ticks) {
  double widest = 0;
  for (const Tick& tick : ticks) widest = std::max(widest, text_width(tick.label, kTickSize));
  return widest;
}

double title_height(const std::string& title) {
  return title.empty() ? 0 : 26;
}

void draw_title(Drawing& drawing, const std::string& title) {
  if (title.empty()) return;
  drawing.text({kEdge, kEdge + kTitleSize}, fitted(title, drawing.width() - 2 * kEdge, kTitleSize),
               ink(), {kTitleSize, TextAnchor::kStart, true});
}

void draw_no_data(Drawing& drawing, const PlotArea& area) {
  drawing.text({(area.left + area.right) / 2, (area.top + area.bottom) / 2}, "no data", muted(),
               {kLabelSize, TextAnchor::kMiddle});
}

}  // namespace saccade
