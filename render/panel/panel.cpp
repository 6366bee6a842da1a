#include "render/panel/panel.h"

#include <algorithm>
#include <cmath>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/panel/action_rows.h"

namespace saccade::render {
namespace {

constexpr int kMostAttended = 6;

class Panel {
 public:
  Panel(Drawing& drawing, const Frame& frame, const ViewState& state,
        std::span<const Strand> strands, const Anchors& anchors, const Rect& column, float unit)
      : frame_(frame),
        state_(state),
        strands_(strands),
        mean_(mean_weights(strands)),
        anchors_(anchors),
        rows_(drawing, column, unit) {}

  void write() {
    title();
    rows_.skip(0.5F * unit());
    figures();
    const float gap = 0.8F * unit();
    const float overhead = (rows_.heading_height() + gap) / rows_.row_height();
    const float room =
        rows_.column().bottom() - rows_.y() - (state_.interactive ? 2.6F * unit() : 0);
    const std::vector<int> rows = fit_rows(wanted_rows(), overhead, room / rows_.row_height());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == 0) continue;
      rows_.skip(gap);
      section(i, rows[i]);
    }
    if (state_.interactive) footer();
  }

 private:
  float unit() const { return rows_.unit(); }

  void words(float x, float y, const std::string& text, float size, Color color, bool bold = false,
             Align align = Align::kLeft, float max_width = 0) {
    const float whole = std::round(size);
    rows_.drawing().push_back(Words{.baseline = {x, centered_baseline(y, whole)},
                                    .text = text,
                                    .size = whole,
                                    .color = color,
                                    .align = align,
                                    .bold = bold,
                                    .max_width = max_width});
  }

  void title() {
    const Rect& column = rows_.column();
    words(column.x, rows_.y() + 0.8F * unit(), frame_.environment, 1.45F * unit(), kTextColor, true,
          Align::kLeft, column.width);
    rows_.skip(2.1F * unit());
    const float y = rows_.y() + 0.5F * unit();
    const std::string step = "step " + std::to_string(frame_.step);
    words(column.x, y, "seed " + std::to_string(frame_.seed), 0.93F * unit(), kMutedColor, false,
          Align::kLeft, column.width - 6.5F * unit());
    words(column.right(), y, step, 0.93F * unit(), kMutedColor, false, Align::kRight);
    rows_.skip(1.3F * unit());
  }

  // Return, reward and value side by side.
  void figures() {
    rows_.rule();
    rows_.skip(0.7F * unit());
    figure(0, "return", signed_number(frame_.return_so_far));
    figure(1, "reward", signed_number(static_cast<double>(frame_.reward)));
    if (frame_.has_value) figure(2, "value", signed_number(static_cast<double>(frame_.value)));
    rows_.skip(2.9F * unit());
    rows_.rule();
  }

  void figure(int place, const std::string& name, const std::string& value) {
    const float width = rows_.column().width / 3;
    const float x = rows_.column().x + static_cast<float>(place) * width;
    words(x, rows_.y() + 0.45F * unit(), name, 0.86F * unit(), kMutedColor);
    words(x, rows_.y() + 1.75F * unit(), value, 1.25F * unit(), kTextColor, true);
  }

  // Sections in order, the most important first: the action heads, attention by type, the most
  // attended entities, counts.
  std::vector<int> wanted_rows() const {
    std::vector<int> rows;
    for (const ActionView& action : frame_.actions) rows.push_back(action_rows(action));
    const int others = static_cast<int>(mean_.size()) - 1;
    rows.push_back(mean_.empty() ? 0 : static_cast<int>(frame_.token_types.size()));
    rows.push_back(std::clamp(others, 0, kMostAttended));
    rows.push_back(static_cast<int>(frame_.counts.size() + 1) / 2);
    return rows;
  }

  void section(std::size_t index, int rows) {
    const std::size_t heads = frame_.actions.size();
    if (index < heads) {
      write_action(rows_, frame_.actions[index], rows);
    } else if (index == heads) {
      attention_by_type(rows);
    } else if (index == heads + 1) {
      most_attended_tokens(rows);
    } else {
      counts(rows);
    }
  }

  void counts(int rows) {
    rows_.heading("Counts");
    const Rect& column = rows_.column();
    const float width = (column.width - 1.5F * unit()) / 2;
    const float size = 0.93F * unit();
    const auto shown = std::min(frame_.counts.size(), static_cast<std::size_t>(2 * rows));
    for (std::size_t i = 0; i < shown; ++i) {
      const float x = column.x + (i % 2 == 0 ? 0 : column.width - width);
      const float y = rows_.y() + rows_.row_height() / 2;
      const double value = static_cast<double>(frame_.counts[i].second);
      const bool whole = value == std::round(value) && std::abs(value) < 1e6;
      const std::string text = whole ? std::to_string(std::lround(value)) : number(value);
      words(x, y, readable(frame_.counts[i].first), size, kMutedColor, false, Align::kLeft,
            width - 2.2F * unit());
      words(x + width, y, text, size, kTextColor, false, Align::kRight);
      if (i % 2 == 1 || i + 1 == shown) rows_.skip(rows_.row_height());
    }
  }

  std::vector<BarPart> parts_of_type(std::size_t type) const {
    std::vector<BarPart> parts;
    const float share = 1 / static_cast<float>(strands_.size());
    for (const Strand& strand : strands_) {
      const auto sums =
          sum_per_type(strand.weights, frame_.attention.types, frame_.token_types.size());
      parts.push_back({share * sums[type], strand.color});
    }
    return parts;
  }

  void attention_by_type(int rows) {
    const float y = rows_.heading("Attention");
    legend(y);
    const auto& types = frame_.attention.types;
    const auto sums = sum_per_type(mean_, types, frame_.token_types.size());
    for (const std::size_t type : largest(sums, static_cast<std::size_t>(rows))) {
      const auto first = std::find(types.begin(), types.end(), static_cast<int>(type));
      if (first != types.end()) icon(static_cast<std::size_t>(first - types.begin()));
      rows_.bar(readable(frame_.token_types[type].name), parts_of_type(type),
                percent(static_cast<double>(sums[type])), kTextColor, false, 1.7F * unit());
    }
  }

  // Bars are relative to the first one: among hundreds of tokens every share is small.
  void most_attended_tokens(int rows) {
    rows_.heading("Most attended");
    auto order = most_attended(mean_);
    order.resize(std::min(order.size(), static_cast<std::size_t>(rows)));
    const float full = std::max(mean_[order[0]], 1e-6F) * static_cast<float>(strands_.size());
    for (const std::size_t token : order) {
      std::vector<BarPart> parts;
      for (const Strand& s : strands_) parts.push_back({s.weights[token] / full, s.color});
      icon(token);
      rows_.bar(token_label(frame_, token), parts, percent(static_cast<double>(mean_[token])),
                kTextColor, false, 1.7F * unit());
    }
  }

  // Left of the row's label: the entity as it looks in the scene, or a sign for rays or patches.
  void icon(std::size_t token) {
    const Vec2 center{rows_.column().x + 0.6F * unit(), rows_.y() + rows_.row_height() / 2};
    const AttentionView& view = frame_.attention;
    if (view.ids[token] == kNoEntity) {
      const auto type = static_cast<std::size_t>(view.types[token]);
      return reading_icon(frame_.token_types.at(type).side > 0, center, 0.5F * unit());
    }
    const auto found = anchors_.find(view.ids[token]);
    if (found == anchors_.end()) return;
    draw_icon(rows_.drawing(), frame_.scene, found->first, found->second, center, 0.6F * unit());
  }

  // As the overlay marks them: a frame for a patch, a line with a dot at its end for a ray.
  void reading_icon(bool patch, Vec2 center, float radius) {
    Drawing& drawing = rows_.drawing();
    const float line = std::max(std::round(unit() / 14), 1.0F);
    if (patch) {
      const float half = 0.7F * radius;
      Area frame = rectangle({center.x - half, center.y - half, 2 * half, 2 * half}, {});
      frame.fill = faded(kMutedColor, 0.15F);
      frame.outline = kMutedColor;
      frame.outline_width = line;
      drawing.push_back(frame);
    } else {
      const Vec2 end{center.x + 0.6F * radius, center.y - 0.6F * radius};
      const Vec2 begin{center.x - 0.8F * radius, center.y + 0.8F * radius};
      drawing.push_back(Stroke{{begin, end}, line, line, faded(kMutedColor, 0.3F), kMutedColor});
      drawing.push_back(Disc{end, 0.32F * radius, kMutedColor});
    }
  }

  // What is shown, in words, and a dot in the colour of each head that is.
  void legend(float y) {
    using Heads = AttentionChoice::Heads;
    const AttentionView& view = frame_.attention;
    const AttentionChoice& choice = state_.attention;
    const bool mean = shows_rollout(view, choice) || choice.heads == Heads::kMean;
    float x = rows_.column().right();
    if (choice.heads == Heads::kAll && !mean) x = head_dots(x, y);
    if (choice.heads == Heads::kOne && !mean)
      x = head_dot(std::min(choice.head, view.heads - 1), x, y);
    words(x, y, describe_choice(view, choice), 0.86F * unit(), kMutedColor, false, Align::kRight);
  }

  // The dots of all heads, with their numbers if there is room; returns their left end.
  float head_dots(float x, float y) {
    constexpr int kMostDots = 8;  // Then colours come again.
    constexpr int kMostNumbers = 4;
    const int heads = std::min(frame_.attention.heads, kMostDots);
    for (int head = heads - 1; head >= 0; --head) {
      if (heads <= kMostNumbers) {
        words(x, y, std::to_string(head + 1), 0.86F * unit(), kMutedColor, false, Align::kRight);
        x -= 0.68F * unit();
      }
      x = head_dot(head, x, y);
    }
    return x;
  }

  // Returns the left end.
  float head_dot(int head, float x, float y) {
    const float radius = 0.27F * unit();
    rows_.drawing().push_back(Disc{{x - radius, y}, radius, head_color(head)});
    return x - 0.97F * unit();
  }

  void footer() {
    const Rect& column = rows_.column();
    const float y = column.bottom() - 0.4F * unit();
    rows_.drawing().push_back(
        rectangle({column.x, std::round(y - 1.4F * unit()), column.width, 1}, kRuleColor));
    const float u = unit();
    if (state_.paused) {
      const float top = std::round(y - 0.4F * u);
      const float width = std::round(0.24F * u);
      for (const float x : {column.x, column.x + std::round(0.44F * u)}) {
        rows_.drawing().push_back(rectangle({x, top, width, std::round(0.8F * u)}, kAccentColor));
      }
    } else {
      rows_.drawing().push_back(Area{.points = {{column.x, y - 0.42F * u},
                                                {column.x + 0.7F * u, y},
                                                {column.x, y + 0.42F * u}},
                                     .fill = kMutedColor});
    }
    const std::string speed = speed_label(state_.speed);
    words(column.x + 1.3F * u, y, state_.paused ? "paused   " + speed : speed, 0.93F * u,
          state_.paused ? kTextColor : kMutedColor);
    words(column.right(), y, "? keys", 0.93F * u, kMutedColor, false, Align::kRight);
  }

  const Frame& frame_;
  const ViewState& state_;
  std::span<const Strand> strands_;
  std::vector<float> mean_;
  const Anchors& anchors_;
  RowWriter rows_;
};

}  // namespace

void draw_panel(Drawing& drawing, const Frame& frame, const ViewState& state,
                std::span<const Strand> strands, const Anchors& anchors, const Rect& panel,
                float unit) {
  drawing.push_back(rectangle(panel, kPanelColor));
  const float margin = 1.3F * unit;
  const Rect column{std::round(panel.x + margin), margin, std::round(panel.width - 2 * margin),
                    panel.height - 2 * margin};
  Panel(drawing, frame, state, strands, anchors, column, unit).write();
}

}  // namespace saccade::render
