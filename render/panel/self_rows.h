// What an agent sees of itself in a world without other entities, in the side panel: each feature
// over the last steps.
#pragma once

#include "render/draw/rows.h"
#include "render/frame/frame.h"
#include "render/timeline/track.h"

namespace saccade::render {

class SelfRows {
 public:
  /// `track`: of the episode; null: there are only the present numbers.
  SelfRows(RowWriter& rows, const Frame& frame, const Track* track)
      : rows_(rows), frame_(frame), track_(track) {}

  /// Rows that the section would fill; none where there are other entities to see.
  int wanted_rows() const;
  void write(int rows);

 private:
  void sparkline(std::size_t feature, const Rect& box);

  RowWriter& rows_;
  const Frame& frame_;
  const Track* track_;
};

}  // namespace saccade::render
