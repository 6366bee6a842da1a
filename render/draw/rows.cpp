#include "render/draw/rows.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace saccade::render {

namespace {

constexpr float kLabelGap = 0.5F;  // Units, between a label and its bar.

float cost(const std::vector<int>& rows, float overhead) {
  float sum = 0;
  for (const int n : rows) sum += n > 0 ? overhead + static_cast<float>(n) : 0;
  return sum;
}

// The rows that are left, or nothing when the sections do not fit with their fewest rows.
std::optional<std::vector<int>> shrink(std::vector<int> rows, const std::vector<int>& fewest,
                                       float overhead, float budget) {
  while (cost(rows, overhead) > budget) {
    int* longest = nullptr;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] > fewest[i] && (longest == nullptr || rows[i] >= *longest)) longest = &rows[i];
    }
    if (longest == nullptr) return std::nullopt;
    --*longest;
  }
  return rows;
}

}  // namespace

std::vector<int> fit_rows(std::vector<int> rows, float overhead, float budget,
                          std::vector<int> fewest) {
  constexpr int kFewest = 3;
  fewest.resize(rows.size(), kFewest);
  for (std::size_t last = rows.size(); last > 0; --last) {
    if (const auto fitting = shrink(rows, fewest, overhead, budget)) return *fitting;
    rows[last - 1] = 0;
  }
  return rows;
}

void RowWriter::text(float x, float y, const std::string& line, const TextStyle& style) {
  const float size = std::round(style.size);
  drawing_.push_back(Words{.baseline = {x, centered_baseline(y, size)},
                           .text = line,
                           .size = size,
                           .color = style.color,
                           .align = style.align,
                           .bold = style.bold,
                           .max_width = style.max_width});
}

float RowWriter::heading(const std::string& title) {
  const float middle = y_ + heading_height() / 2;
  text(column_.x, middle, title, {.size = unit_, .bold = true});
  y_ += heading_height();
  return middle;
}

void RowWriter::note(float y, const std::string& line) {
  text(column_.right(), y, line,
       {.size = note_size(), .color = kMutedColor, .align = Align::kRight});
}

void RowWriter::fit_labels(std::span<const std::string> labels, float indent) {
  float widest = 0;
  for (const std::string& label : labels) {
    widest = std::max(widest, text_width(label, text_size()));
  }
  const float usual = 0.37F * column_.width;
  const float most = std::max(5.0F / 6 * column_.width - value_width_ * unit_, usual);
  indent_ = indent;
  bar_x_ = std::clamp(indent + widest + kLabelGap * unit_, usual, most);
}

Rect RowWriter::bar_rect() const {
  const float height = std::round(0.6F * unit_);
  const float left = std::round(column_.x + bar_x_);
  const float right = column_.right() - value_width_ * unit_;
  return {left, std::round(y_ + (row_height() - height) / 2), std::round(right - left), height};
}

void RowWriter::label_and_value(const std::string& label, const std::string& value, Color color,
                                bool bold) {
  const float middle = y_ + row_height() / 2;
  text(column_.x + indent_, middle, label,
       {.size = text_size(),
        .color = color,
        .bold = bold,
        .max_width = bar_x_ - indent_ - kLabelGap * unit_});
  text(column_.right(), middle, value,
       {.size = text_size(), .color = color, .bold = bold, .align = Align::kRight});
}

void RowWriter::bar(const std::string& label, std::span<const BarPart> parts,
                    const std::string& value, Color color, bool bold) {
  label_and_value(label, value, color, bold);
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

void RowWriter::ghost(float share) {
  y_ -= row_height();
  const Rect track = bar_rect();
  y_ += row_height();
  const float x = track.x + std::clamp(share, 0.0F, 1.0F) * track.width;
  drawing_.push_back(rectangle({std::round(x) - 1, track.y - 3, 2, track.height + 6}, kTextColor));
}

void RowWriter::rule() {
  drawing_.push_back(rectangle({column_.x, std::round(y_), column_.width, 1}, kRuleColor));
}

}  // namespace saccade::render
