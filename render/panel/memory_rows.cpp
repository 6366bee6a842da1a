#include "render/panel/memory_rows.h"

#include <algorithm>
#include <cmath>

#include "render/draw/labels.h"
#include "render/panel/legend.h"

namespace saccade::render {
namespace {

constexpr int kStripRows = 3;  // Two of cells, one of ages.
constexpr int kMostSteps = 6;
constexpr float kNowGap = 0.35F;  // Units, between the past and the present.

}  // namespace

MemoryRows::MemoryRows(RowWriter& rows, const AttentionWeights& attention,
                       const AttentionChoice& choice, const MemoryStrip& strip,
                       std::optional<Vec2> pointer)
    : rows_(rows), attention_(attention), choice_(choice), strip_(strip), pointer_(pointer) {}

int MemoryRows::strip_rows() const {
  return strip_.columns.empty() ? 0 : kStripRows;
}

int MemoryRows::most_attended_rows() const {
  if (strip_.columns.empty() || !shows_memory(attention_, choice_)) return 0;
  const auto remembered =
      std::count_if(strip_.columns.begin(), strip_.columns.end(),
                    [](const MemoryColumn& column) { return column.remembered; });
  return std::min(static_cast<int>(remembered), kMostSteps);
}

float MemoryRows::column_width() const {
  return (rows_.column().width - kNowGap * unit()) / static_cast<float>(columns());
}

// Whole pixels apart, so that all gaps look alike.
Rect MemoryRows::column_rect(const Rect& box, std::size_t column) const {
  const auto place = static_cast<float>(column);
  const float shift = column + 1 == columns() ? kNowGap * unit() : 0;
  const float left = std::round(box.x + place * column_width() + shift);
  const float right = std::round(box.x + (place + 1) * column_width() + shift);
  const float gap = column_width() >= 4 ? 1.0F : 0.0F;
  return {left, box.y, std::max(right - left - gap, 1.0F), box.height};
}

// The column that is pointed at; -1: none.
int MemoryRows::column_at(const Rect& box) const {
  if (!pointer_ || pointer_->y < box.y || pointer_->y > box.bottom()) return -1;
  for (std::size_t i = 0; i < columns(); ++i) {
    const Rect rect = column_rect(box, i);
    if (pointer_->x >= rect.x && pointer_->x < rect.right() + 1) return static_cast<int>(i);
  }
  return -1;
}

// One below the other, a colour each.
void MemoryRows::cells(const Rect& box, std::size_t column) {
  const MemoryColumn& what = strip_.columns[column];
  const std::size_t colors = strip_.shown.size();
  const Rect rect = column_rect(box, column);
  const float height = rect.height / static_cast<float>(colors);
  const float gap = height >= 4 ? 1.0F : 0.0F;
  for (std::size_t i = 0; i < colors; ++i) {
    const float top = std::round(rect.y + static_cast<float>(i) * height);
    const float bottom = std::round(rect.y + static_cast<float>(i + 1) * height);
    const Rect cell{rect.x, top, rect.width, std::max(bottom - top - gap, 1.0F)};
    Drawing& drawing = rows_.drawing();
    drawing.push_back(rectangle(cell, what.remembered ? kTrackColor : faded(kTrackColor, 0.35F)));
    const float brightness = what.brightness[i];
    if (brightness > 0) {
      drawing.push_back(rectangle(cell, faded(strip_.shown[i].color, brightness)));
    }
  }
}

void MemoryRows::frame(const Rect& box, std::size_t column) {
  const Rect rect = column_rect(box, column);
  Area area = rectangle({rect.x - 1, rect.y - 1, rect.width + 2, rect.height + 1}, {0, 0, 0, 0});
  area.outline = kTextColor;
  area.outline_width = 1;
  rows_.drawing().push_back(area);
}

// A line below the column, which belongs to what is said of it.
void MemoryRows::underline(const Rect& box, std::size_t column) {
  const Rect rect = column_rect(box, column);
  const float height = std::max(std::round(unit() / 7), 1.0F);
  rows_.drawing().push_back(
      rectangle({rect.x, box.bottom() + 1, std::max(rect.width, height), height}, kTextColor));
}

// Below the strip: how long ago its first column is, and the share of the present step.  A past
// column that is marked says its own between them, and the first one makes room.
void MemoryRows::axis(const Rect& box, int marked) {
  const float size = rows_.note_size();
  const float gap = 0.6F * unit();
  const float y = axis_middle();
  const std::string now = "now " + percent(static_cast<double>(strip_.columns.back().share));
  rows_.text(box.right(), y, now, {.size = size, .color = kMutedColor, .align = Align::kRight});
  float room_end = box.right() - text_width(now, size) - gap;
  if (marked >= 0 && marked + 1 < static_cast<int>(columns())) {
    room_end = say_marked(box, static_cast<std::size_t>(marked), room_end) - gap;
  }
  const int length = strip_.columns.front().oldest;
  const std::string oldest = age_label({.newest = length, .oldest = length});
  if (box.x + text_width(oldest, size) > room_end) return;
  rows_.text(box.x, y, oldest, {.size = size, .color = kMutedColor});
}

// Centred on the column, as far as that ends before `right`; returns the left end of the words.
float MemoryRows::say_marked(const Rect& box, std::size_t column, float right) {
  const MemoryColumn& what = strip_.columns[column];
  const std::string share =
      what.remembered ? ' ' + percent(static_cast<double>(what.share)) : ": not yet";
  const std::string label = age_label(what) + share;
  const float width = text_width(label, rows_.note_size());
  const float middle = column_rect(box, column).center().x;
  const float left = std::max(std::min(middle - width / 2, right - width), box.x);
  rows_.text(left, axis_middle(), label, {.size = rows_.note_size()});
  underline(box, column);
  return left;
}

int MemoryRows::write_strip() {
  const float y = rows_.heading("Memory");
  if (shows_memory(attention_, choice_)) {
    write_legend(rows_, y, attention_, choice_);
  } else {
    const auto past = static_cast<double>(1 - strip_.columns.back().share);
    rows_.note(y, percent(past) + " on earlier steps");
  }
  const Rect& column = rows_.column();
  const Rect box{column.x, std::round(rows_.y()), column.width,
                 std::round(static_cast<float>(kStripRows - 1) * rows_.row_height())};
  for (std::size_t i = 0; i < columns(); ++i) cells(box, i);
  const int pointed = column_at(box);
  if (pointed >= 0) frame(box, static_cast<std::size_t>(pointed));
  rows_.skip(box.height);
  axis(box, pointed >= 0 ? pointed : strip_.peak);
  rows_.skip(rows_.row_height());
  return pointed;
}

// Bars are relative to the first one, as those of tokens are.
void MemoryRows::write_most_attended(int rows) {
  rows_.heading("Most attended");
  std::vector<const MemoryColumn*> order;
  std::vector<std::string> labels;
  for (auto column = strip_.columns.rbegin(); column != strip_.columns.rend(); ++column) {
    if (column->remembered) order.push_back(&*column);
    labels.push_back(age_label(*column));
  }
  rows_.fit_labels(labels);
  std::stable_sort(order.begin(), order.end(), [](const MemoryColumn* a, const MemoryColumn* b) {
    return a->share > b->share;
  });
  order.resize(std::min(order.size(), static_cast<std::size_t>(rows)));
  const float full = std::max(order[0]->share, 1e-6F) * static_cast<float>(strip_.shown.size());
  for (const MemoryColumn* column : order) {
    std::vector<BarPart> parts;
    for (std::size_t i = 0; i < strip_.shown.size(); ++i) {
      parts.push_back({column->parts[i] / full, strip_.shown[i].color});
    }
    rows_.bar(age_label(*column), parts, percent(static_cast<double>(column->share)), kTextColor);
  }
}

}  // namespace saccade::render
