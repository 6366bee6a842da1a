#include "render/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/timeline/button.h"

namespace saccade::render {
namespace {

constexpr std::array kButtons = {Command::kStart, Command::kStepBack, Command::kPause,
                                 Command::kStep,  Command::kEnd,      Command::kLoop};
constexpr Color kGain = colors::kGreen;
constexpr Color kLoss = colors::kVermillion;

// Where the parts of the timeline lie.
struct Places {
  explicit Places(const Layout& layout) : unit(layout.unit) {
    const Rect& all = layout.timeline;
    const float left = layout.world.x;
    const float width = layout.world.width;
    buttons = {left, all.y + 0.3F * unit, 2 * unit * kButtons.size(), 1.8F * unit};
    chart = {left, all.y + 2.4F * unit, width, 1.9F * unit};
    ribbon = {left, chart.bottom() + 0.2F * unit, width, 0.9F * unit};
  }

  Rect button(std::size_t index) const {
    return {buttons.x + 2 * unit * static_cast<float>(index), buttons.y, 2 * unit, buttons.height};
  }

  float unit;
  Rect buttons;  // All of them.
  Rect chart;    // Value, rewards and events.
  Rect ribbon;   // Attention by type.
};

float x_of(const Rect& chart, const Track& track, float step) {
  const auto steps = static_cast<float>(std::max(track.last() - track.first, 1));
  return chart.x + (step - static_cast<float>(track.first)) / steps * chart.width;
}

class Timeline {
 public:
  Timeline(Drawing& drawing, const Frame& frame, const Track& track, const ViewState& state,
           const Layout& layout)
      : drawing_(drawing),
        frame_(frame),
        track_(track),
        state_(state),
        layout_(layout),
        places_(layout),
        unit_(layout.unit) {}

  void draw() {
    drawing_.push_back(rectangle(layout_.timeline, kPanelColor));
    for (std::size_t i = 0; i < kButtons.size(); ++i) {
      draw_button(drawing_, kButtons[i], places_.button(i), state_, unit_);
    }
    words();
    drawing_.push_back(rectangle(places_.chart, kTrackColor));
    ribbon();
    rewards();
    differences();
    values();
    if (!track_.pinned.empty()) {
      curve(track_.pinned, track_.first, places_.ribbon, {0, 1}, kWindowColor);
    }
    events();
    playhead();
  }

 private:
  void words() {
    const float size = std::round(0.93F * unit_);
    const float y = centered_baseline(places_.buttons.center().y, size);
    const std::string speed = speed_label(state_.speed);
    drawing_.push_back(Words{.baseline = {places_.buttons.right() + 0.8F * unit_, y},
                             .text = state_.paused ? "paused   " + speed : speed,
                             .size = size,
                             .color = state_.paused ? kTextColor : kMutedColor});
    drawing_.push_back(
        Words{.baseline = {places_.chart.right(), y},
              .text = told(),
              .size = size,
              .color = kMutedColor,
              .align = Align::kRight,
              .max_width = places_.chart.right() - places_.buttons.right() - 8 * unit_});
  }

  // Of the step that is pointed at, else how far the episode is.
  std::string told() const {
    if (state_.pointer && on_chart(layout_, *state_.pointer)) {
      return describe(step_at(layout_, track_, state_.pointer->x));
    }
    const std::string end = std::to_string(track_.last()) + (track_.complete ? "" : " \u2026");
    return "step " + std::to_string(track_.position) + " of " + end;
  }

  std::string describe(int step) const {
    const auto i = static_cast<std::size_t>(step - track_.first);
    std::string text = "step " + std::to_string(step) + "  \u00b7  reward " +
                       signed_number(static_cast<double>(track_.rewards[i]));
    if (track_.has_value && i < track_.values.size()) {
      text += "  \u00b7  value " + signed_number(static_cast<double>(track_.values[i]));
    }
    if (track_.events[i] >= 0) {
      text +=
          "  \u00b7  " + readable(frame_.counts[static_cast<std::size_t>(track_.events[i])].first);
    }
    if (i < track_.differs.size() && track_.differs[i] != 0) text += "  \u00b7  act differently";
    return text;
  }

  std::size_t steps() const { return track_.rewards.size(); }
  float x_of_step(std::size_t i) const {
    return x_of(places_.chart, track_, static_cast<float>(track_.first) + static_cast<float>(i));
  }

  // The mean shares of the steps of each column, one type over the other.
  void ribbon() {
    const Rect& box = places_.ribbon;
    const std::size_t columns =
        std::min<std::size_t>(steps(), static_cast<std::size_t>(box.width / 2));
    Bars bars;
    bars.bars.emplace_back(box, kTrackColor);
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t begin = column * steps() / columns;
      const std::size_t end = std::max((column + 1) * steps() / columns, begin + 1);
      const float width = box.width / static_cast<float>(columns);
      float y = box.bottom();
      for (std::size_t type = 0; type < track_.types(); ++type) {
        const float height = mean_share(begin, end, type) * box.height;
        y -= height;
        if (height < 0.2F) continue;
        bars.bars.emplace_back(Rect{box.x + static_cast<float>(column) * width, y, width, height},
                               track_.type_colors[type]);
      }
    }
    drawing_.push_back(std::move(bars));
  }

  float mean_share(std::size_t begin, std::size_t end, std::size_t type) const {
    float sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += track_.shares[i * track_.types() + type];
    return sum / static_cast<float>(end - begin);
  }

  // Steps that fall into one column of pixels are drawn as one: [begin, end) of each column.
  std::size_t pixel_columns() const {
    return std::min(steps(), static_cast<std::size_t>(std::max(places_.chart.width, 1.0F)));
  }
  std::size_t column_begin(std::size_t column) const { return column * steps() / pixel_columns(); }

  // Up from the middle or down, as high as the root of their share of the largest one; of a
  // column's steps the most that was gained and the most that was lost.
  void rewards() {
    float most = 0;
    for (const float reward : track_.rewards) most = std::max(most, std::abs(reward));
    if (most == 0) return;
    Bars bars;
    for (std::size_t column = 0; column < pixel_columns(); ++column) {
      const auto begin = track_.rewards.begin();
      const auto [low, high] =
          std::minmax_element(begin + static_cast<std::ptrdiff_t>(column_begin(column)),
                              begin + static_cast<std::ptrdiff_t>(column_begin(column + 1)));
      if (*high > 0) reward_bar(bars, high - begin, *high / most);
      if (*low < 0) reward_bar(bars, low - begin, *low / most);
    }
    drawing_.push_back(std::move(bars));
  }

  // `share`: of the largest reward; below 0 it is a loss.
  void reward_bar(Bars& bars, std::ptrdiff_t step, float share) const {
    const Rect& box = places_.chart;
    const float width = std::clamp(box.width / static_cast<float>(steps()), 1.0F, 0.4F * unit_);
    const float height = std::sqrt(std::abs(share)) * box.height / 2;
    if (height < 0.5F) return;
    const float top = share > 0 ? box.center().y - height : box.center().y;
    const float x = x_of_step(static_cast<std::size_t>(step)) - width / 2;
    bars.bars.emplace_back(Rect{x, top, width, height}, faded(share > 0 ? kGain : kLoss, 0.85F));
  }

  // Where agents side by side act differently: a mark at the foot of the chart.
  void differences() {
    const Rect& box = places_.chart;
    const float width = std::max(box.width / static_cast<float>(steps()), 1.0F);
    const float top = box.bottom() - 0.3F * unit_;
    Bars bars;
    for (std::size_t column = 0; column < pixel_columns() && !track_.differs.empty(); ++column) {
      const auto begin = track_.differs.begin() + static_cast<std::ptrdiff_t>(column_begin(column));
      const auto end =
          track_.differs.begin() + static_cast<std::ptrdiff_t>(column_begin(column + 1));
      if (std::find(begin, end, 1) == end) continue;
      const float x = x_of_step(column_begin(column)) - width / 2;
      bars.bars.emplace_back(Rect{x, top, width, 0.3F * unit_}, faded(kAccentColor, 0.8F));
    }
    if (!bars.bars.empty()) drawing_.push_back(std::move(bars));
  }

  // From the least to the largest of all that are shown.
  void values() {
    if (!track_.has_value) return;
    std::pair<float, float> range{std::numeric_limits<float>::max(),
                                  std::numeric_limits<float>::lowest()};
    const auto widen = [&range](const std::vector<float>& values) {
      for (const float value : values) {
        range = {std::min(range.first, value), std::max(range.second, value)};
      }
    };
    widen(track_.values);
    for (const OtherValues& other : track_.others) widen(other.values);
    for (const OtherValues& other : track_.others) {
      curve(other.values, other.first, places_.chart, range, other.color);
    }
    curve(track_.values, track_.first, places_.chart, range, kTextColor);
  }

  // The first of the values is that of step `first`; `range`: from foot to top.
  void curve(const std::vector<float>& values, int first, const Rect& box,
             std::pair<float, float> range, Color color) {
    if (values.size() < 2) return;
    const float height = std::max(range.second - range.first, 1e-6F);
    std::vector<Vec2> points;
    const std::size_t by = std::max<std::size_t>(values.size() / 1000, 1);
    for (std::size_t i = 0; i < values.size(); i += by) {
      const float share = std::clamp((values[i] - range.first) / height, 0.0F, 1.0F);
      const float x =
          x_of(places_.chart, track_, static_cast<float>(first) + static_cast<float>(i));
      points.push_back({x, box.bottom() - 2 - share * (box.height - 4)});
    }
    const float width = std::max(0.11F * unit_, 1.2F);
    drawing_.push_back(Stroke{std::move(points), width, width, color, color});
  }

  // One dot a column.
  void events() {
    for (std::size_t column = 0; column < pixel_columns(); ++column) {
      for (std::size_t i = column_begin(column); i < column_begin(column + 1); ++i) {
        if (track_.events[i] < 0) continue;
        drawing_.push_back(
            Disc{{x_of_step(i), places_.chart.y}, std::max(0.18F * unit_, 2.0F), kAccentColor});
        break;
      }
    }
  }

  void playhead() {
    const float x = x_of(places_.chart, track_, static_cast<float>(track_.position));
    const float top = places_.chart.y - 0.35F * unit_;
    drawing_.push_back(
        rectangle({std::round(x) - 1, top, 2, places_.ribbon.bottom() - top}, kTextColor));
    drawing_.push_back(Disc{{x, top}, 0.33F * unit_, kTextColor});
  }

  Drawing& drawing_;
  const Frame& frame_;
  const Track& track_;
  const ViewState& state_;
  const Layout& layout_;
  Places places_;
  float unit_;
};

}  // namespace

void draw_timeline(Drawing& drawing, const Frame& frame, const Track& track, const ViewState& state,
                   const Layout& layout) {
  Timeline(drawing, frame, track, state, layout).draw();
}

std::optional<Command> button_at(const Layout& layout, Vec2 point) {
  if (layout.timeline.height <= 0) return std::nullopt;
  const Places places(layout);
  for (std::size_t i = 0; i < kButtons.size(); ++i) {
    if (places.button(i).contains(point)) return kButtons[i];
  }
  return std::nullopt;
}

bool on_chart(const Layout& layout, Vec2 point) {
  if (layout.timeline.height <= 0) return false;
  const Places places(layout);
  const Rect all{places.chart.x, places.chart.y - 0.5F * places.unit, places.chart.width,
                 places.ribbon.bottom() - places.chart.y + places.unit};
  return all.contains(point);
}

int step_at(const Layout& layout, const Track& track, float x) {
  const Rect chart = Places(layout).chart;
  const float share = std::clamp((x - chart.x) / chart.width, 0.0F, 1.0F);
  return track.first +
         static_cast<int>(std::lround(share * static_cast<float>(track.last() - track.first)));
}

}  // namespace saccade::render
