// Memory in the side panel: a strip of the steps that the agent remembers, and the most attended
// ones.
#pragma once

#include <optional>

#include "render/draw/rows.h"
#include "render/overlay/memory_strip.h"

namespace saccade::render {

/// `strip` is what `choice` shows of the memory in `attention`.
class MemoryRows {
 public:
  /// `pointer`: where the mouse points, pixels.
  MemoryRows(RowWriter& rows, const AttentionWeights& attention, const AttentionChoice& choice,
             const MemoryStrip& strip, std::optional<Vec2> pointer);

  /// Rows that the sections would fill; none when no memory attends, and no list of steps unless
  /// the memory is what was chosen.
  int strip_rows() const;
  int most_attended_rows() const;

  /// The strip, and a line below it, which says how long ago the left end is, the share of the
  /// present step, and age and share of the column that is pointed at, else of the most attended
  /// one of the past.  Returns the column that is pointed at, -1: none.
  int write_strip();
  void write_most_attended(int rows);

 private:
  float unit() const { return rows_.unit(); }
  std::size_t columns() const { return strip_.columns.size(); }
  float column_width() const;
  Rect column_rect(const Rect& box, std::size_t column) const;
  int column_at(const Rect& box) const;
  void cells(const Rect& box, std::size_t column);
  void frame(const Rect& box, std::size_t column);
  float axis_middle() const { return rows_.y() + rows_.row_height() / 2 + 0.1F * unit(); }
  void axis(const Rect& box, int marked);
  float say_marked(const Rect& box, std::size_t column, float right);
  void underline(const Rect& box, std::size_t column);

  RowWriter& rows_;
  const AttentionWeights& attention_;
  const AttentionChoice& choice_;
  const MemoryStrip& strip_;
  std::optional<Vec2> pointer_;
};

}  // namespace saccade::render
