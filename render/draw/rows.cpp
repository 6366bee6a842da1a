#include "render/draw/rows.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "render/draw/palette.h"

namespace saccade::render {

namespace {

float cost(const std::vector<int>& rows, float overhead) {
  float sum = 0;
  for (const int n : rows) sum += n > 0 ? overhead + static_cast<float>(n) : 0;
  return sum;
}

// The rows that are left, or nothing when the sections do not fit with their fewest rows.
std::optional<std::vector<int>> shrink(std::vector<int> rows, float overhead, float budget) {
  constexpr int kFewest = 3;
  while (cost(rows, overhead) > budget) {
    // Reversed, so that the later of two equal ones is found.
    const auto longest = std::max_element(rows.rbegin(), rows.rend());
    if (longest == rows.rend() || *longest <= kFewest) return std::nullopt;
    --*longest;
  }
  return rows;
}

}  // namespace

std::vector<int> fit_rows(std::vector<int> rows, float overhead, float budget) {
  for (std::size_t last = rows.size(); last > 0; --last) {
    if (const auto fitting = shrink(rows, overhead, budget)) return *fitting;
    rows[last - 1] = 0;
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
