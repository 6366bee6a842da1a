// The building blocks of the side panel: headings, rows with bars, and how many rows there is room
// for.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "render/draw/drawing.h"

namespace saccade::render {

/// Fits sections into `budget`: rows are taken off the longest section, the later one on a tie, but
/// three are left; where that does not help, the last section goes.  A section costs `overhead` and
/// one per row, in the unit of `budget`; without rows, nothing.
std::vector<int> fit_rows(std::vector<int> rows, float overhead, float budget);

/// A coloured part of a bar.
struct BarPart {
  float share = 0;  ///< Of the full bar.
  Color color;
};

/// Writes one column from the top down.
class RowWriter {
 public:
  RowWriter(Drawing& drawing, const Rect& column, float unit)
      : drawing_(drawing), column_(column), unit_(unit), y_(column.y) {}

  Drawing& drawing() { return drawing_; }
  float unit() const { return unit_; }
  float y() const { return y_; }
  float row_height() const { return 1.45F * unit_; }
  float heading_height() const { return 1.75F * unit_; }
  const Rect& column() const { return column_; }
  void skip(float height) { y_ += height; }

  /// A section's title; returns the y of its middle, for what stands right of it.
  float heading(const std::string& title);
  /// Muted words at the right end of a line whose middle is `y`.
  void note(float y, const std::string& text);
  /// Label, bar and value in one row.  `label_x`: left end of the label, counted from the column's.
  void bar(const std::string& label, std::span<const BarPart> parts, const std::string& value,
           Color text, bool bold = false, float label_x = 0);
  /// Where the bar of the row at the present height lies.
  Rect bar_rect() const;
  /// Label and value of a row, without a bar; does not move on.
  void label_and_value(const std::string& label, const std::string& value, Color text, bool bold,
                       float label_x = 0);
  /// A thin line across the column.
  void rule();

 private:
  Drawing& drawing_;
  Rect column_;
  float unit_;
  float y_;
};

}  // namespace saccade::render
