#include "render/panel.h"

#include <algorithm>
#include <cmath>

#include "render/action_rows.h"
#include "render/labels.h"
#include "render/palette.h"

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
    rows.push_back(mean_.empty() ? 0 : static_cast<int>(frame_.entity_types.size()));
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
      most_attended_entities(rows);
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
          sum_per_type(strand.weights, frame_.attention.types, frame_.entity_types.size());
      parts.push_back({share * sums[type], strand.color});
    }
    return parts;
  }

  void attention_by_type(int rows) {
    const float y = rows_.heading("Attention");
    legend(y);
    const auto& types = frame_.attention.types;
    const auto sums = sum_per_type(mean_, types, frame_.entity_types.size());
    for (const std::size_t type : largest(sums, static_cast<std::size_t>(rows))) {
      const auto first = std::find(types.begin(), types.end(), static_cast<int>(type));
      if (first != types.end()) icon(static_cast<std::size_t>(first - types.begin()));
      rows_.bar(readable(frame_.entity_types[type]), parts_of_type(type),
                percent(static_cast<double>(sums[type])), kTextColor, false, 1.7F * unit());
    }
  }

  std::string entity_label(std::size_t entity) const {
    const auto type = static_cast<std::size_t>(frame_.attention.types[entity]);
    return readable(frame_.entity_types.at(type)) + " " +
           std::to_string(frame_.attention.ids[entity]);
  }

  // Bars are relative to the first one: among hundreds of entities every share is small.
  void most_attended_entities(int rows) {
    rows_.heading("Most attended");
    auto order = most_attended(mean_);
    order.resize(std::min(order.size(), static_cast<std::size_t>(rows)));
    const float full = std::max(mean_[order[0]], 1e-6F) * static_cast<float>(strands_.size());
    for (const std::size_t entity : order) {
      std::vector<BarPart> parts;
      for (const Strand& s : strands_) parts.push_back({s.weights[entity] / full, s.color});
      icon(entity);
      rows_.bar(entity_label(entity), parts, percent(static_cast<double>(mean_[entity])),
                kTextColor, false, 1.7F * unit());
    }
  }

  // The entity as it looks in the scene, left of the row's label.
  void icon(std::size_t entity) {
    const auto found = anchors_.find(frame_.attention.ids[entity]);
    if (found == anchors_.end()) return;
    const Vec2 center{rows_.column().x + 0.6F * unit(), rows_.y() + rows_.row_height() / 2};
    draw_icon(rows_.drawing(), frame_.scene, found->first, found->second, center, 0.6F * unit());
  }

  std::string block_label() const {
    const int blocks = frame_.attention.blocks;
    if (blocks < 2) return "";
    const int chosen = state_.attention.block < 0 ? blocks - 1 : state_.attention.block;
    return "block " + std::to_string(std::min(chosen, blocks - 1) + 1) + "  ";
  }

  // Which heads are shown: a coloured dot and number each, or words.
  void legend(float y) {
    using Heads = AttentionChoice::Heads;
    const int heads = frame_.attention.heads;
    if (state_.attention.heads == Heads::kMean) {
      return rows_.note(y, block_label() + "mean of " + std::to_string(heads) + " heads");
    }
    const bool one = state_.attention.heads == Heads::kOne;
    const int first = one ? std::min(state_.attention.head, heads - 1) : 0;
    const int shown = one ? 1 : std::min(heads, 8);
    float x = rows_.column().right();
    for (int head = first + shown - 1; head >= first; --head) {
      words(x, y, std::to_string(head + 1), 0.86F * unit(), kMutedColor, false, Align::kRight);
      const float wide = head >= 9 ? 0.6F * unit() : 0;
      rows_.drawing().push_back(
          Disc{{x - 0.95F * unit() - wide, y}, 0.27F * unit(), head_color(head)});
      x -= 1.65F * unit() + wide;
    }
    words(x, y, block_label() + (shown > 1 ? "heads" : "head"), 0.86F * unit(), kMutedColor, false,
          Align::kRight);
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
