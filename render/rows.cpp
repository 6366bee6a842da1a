#include "render/rows.h"

#include <algorithm>
#include <cmath>

#include "render/palette.h"

namespace saccade::render {

std::vector<int> fit_rows(std::vector<int> rows, float overhead, float budget) {
  const auto cost = [&] {
    float sum = 0;
    for (const int n : rows) sum += n > 0 ? overhead + static_cast<float>(n) : 0;
    return sum;
  };
  while (cost() > budget) {
    auto longest = rows.begin();
    for (auto it = rows.begin(); it != rows.end(); ++it) {
      if (*it >= *longest) longest = it;
    }
    if (longest == rows.end() || *longest == 0) break;
    --*longest;
  }
  return rows;
}

float RowWriter::heading(const std::string& title) {
  const float middle = y_ + heading_height() / 2;
  drawing_.push_back(Words{.baseline = {column_.x, centered_baseline(middle, unit_)},
                           .text = title,
                           .size = unit_,
                           .color = kTextColor,
                           .bold = true});
  y_ += heading_height();
  return middle;
}

void RowWriter::note(float y, const std::string& text) {
  const float size = std::round(0.86F * unit_);
  drawing_.push_back(Words{.baseline = {column_.right(), centered_baseline(y, size)},
                           .text = text,
                           .size = size,
                           .color = kMutedColor,
                           .align = Align::kRight});
}

Rect RowWriter::bar_rect() const {
  const float height = std::round(0.6F * unit_);
  const float left = std::round(column_.x + 0.37F * column_.width);
  const float right = column_.right() - 3.6F * unit_;
  return {left, std::round(y_ + (row_height() - height) / 2), std::round(right - left), height};
}

void RowWriter::label_and_value(const std::string& label, const std::string& value, Color text,
                                bool bold, float label_x) {
  const float size = std::round(0.93F * unit_);
  const float baseline = centered_baseline(y_ + row_height() / 2, size);
  drawing_.push_back(Words{.baseline = {column_.x + label_x, baseline},
                           .text = label,
                           .size = size,
                           .color = text,
                           .bold = bold,
                           .max_width = bar_rect().x - column_.x - label_x - 0.5F * unit_});
  drawing_.push_back(Words{.baseline = {column_.right(), baseline},
                           .text = value,
                           .size = size,
                           .color = text,
                           .align = Align::kRight,
                           .bold = bold});
}

void RowWriter::bar(const std::string& label, std::span<const BarPart> parts,
                    const std::string& value, Color text, bool bold, float label_x) {
  label_and_value(label, value, text, bold, label_x);
  const Rect track = bar_rect();
  drawing_.push_back(rectangle(track, kTrackColor));
  float x = track.x;
  for (const BarPart& part : parts) {
    const float room = track.right() - x;
    const float width = std::min(std::max(part.share, 0.0F) * track.width, room);
    if (width < 0.25F) continue;
    drawing_.push_back(rectangle({x, track.y, width, track.height}, part.color));
    x += width;
  }
  y_ += row_height();
}

void RowWriter::rule() {
  drawing_.push_back(rectangle({column_.x, std::round(y_), column_.width, 1}, kRuleColor));
}

}  // namespace saccade::render
