// The building blocks of the side panel: headings, rows with bars, and how many rows there is room
// for.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "render/draw/drawing.h"
#include "render/draw/palette.h"

namespace saccade::render {

/// Fits sections into `budget`: rows are taken off the longest section, the later one on a tie, but
/// its `fewest` (not given: three) are left; where that does not help, the last section goes.  A
/// section costs `overhead` and one per row, in the unit of `budget`; without rows, nothing.
std::vector<int> fit_rows(std::vector<int> rows, float overhead, float budget,
                          std::vector<int> fewest = {});

/// A coloured part of a bar.
struct BarPart {
  float share = 0;  ///< Of the full bar.
  Color color;
};

/// How a line of text looks.
struct TextStyle {
  float size = 12;  ///< Pixels of the em; rounded, so that text stays sharp.
  Color color = kTextColor;
  bool bold = false;
  Align align = Align::kLeft;
  float max_width = 0;  ///< As of Words.
};

/// Writes one column from the top down.
class RowWriter {
 public:
  RowWriter(Drawing& drawing, const Rect& column, float unit)
      : drawing_(drawing), column_(column), unit_(unit), y_(column.y) {
    fit_labels({});
  }

  Drawing& drawing() { return drawing_; }
  float unit() const { return unit_; }
  float y() const { return y_; }
  /// The size of labels and values, and of what is said beside them.
  float text_size() const { return std::round(0.93F * unit_); }
  float note_size() const { return std::round(0.86F * unit_); }
  float row_height() const { return 1.45F * unit_; }
  float heading_height() const { return 1.75F * unit_; }
  const Rect& column() const { return column_; }
  void skip(float height) { y_ += height; }

  /// One line of text anywhere; `y` is its middle, and `x` the end that `style.align` says.
  void text(float x, float y, const std::string& line, const TextStyle& style);
  /// A section's title; returns the y of its middle, for what stands right of it.
  float heading(const std::string& title);
  /// Muted text at the right end of a line whose middle is `y`.
  void note(float y, const std::string& line);
  /// Shortens the bars of the rows that follow until these labels find room, but not below a sixth
  /// of the column.  `indent`: left end of the labels, counted from the column's.
  void fit_labels(std::span<const std::string> labels, float indent = 0);
  /// Label, bar and value in one row.
  void bar(const std::string& label, std::span<const BarPart> parts, const std::string& value,
           Color color, bool bold = false);
  /// A mark on the bar of the row that was written last, where it ended before a change.
  void ghost(float share);
  /// Makes room for longer values in the rows that follow.
  void widen_values(bool wide) { value_width_ = wide ? kWideValues : kValues; }
  /// Where the bar of the row at the present height lies.
  Rect bar_rect() const;
  /// Label and value of a row, without a bar; does not move on.
  void label_and_value(const std::string& label, const std::string& value, Color color, bool bold);
  /// A thin line across the column.
  void rule();

 private:
  Drawing& drawing_;
  Rect column_;
  static constexpr float kValues = 3.6F;      // Units, right of the bars.
  static constexpr float kWideValues = 6.2F;  // Units, with what has changed.

  float unit_;
  float y_;
  float value_width_ = kValues;
  float indent_ = 0;  // of labels
  float bar_x_ = 0;   // left end of bars, counted from the column's
};

}  // namespace saccade::render
