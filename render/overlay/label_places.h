// Room for labels beside marks, so that they cover neither each other nor what is to be seen.  Pure
// arithmetic, in pixels.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "render/draw/drawing.h"

namespace saccade::render {

/// Something round that labels are to leave free.
struct RoundMark {
  Vec2 center;
  float radius = 0;
  float worth = std::numeric_limits<float>::infinity();  ///< Infinite: no label may lie on it.
};

class LabelPlaces {
 public:
  /// Labels stay within `shown`, and a length of `gap` away from marks and from each other.
  LabelPlaces(const Rect& shown, float gap) : shown_(shown), gap_(gap) {}

  void keep_free(const RoundMark& mark) { marks_.push_back(mark); }

  /// Takes room for a label of width and height `size` across from the line that runs through
  /// `mark` in the direction `along`: above a level line, right of an upright one, else on the
  /// other side; where that is taken, shifted along the line, then a label's height further out.
  /// Of the places where a label may lie the one that covers the least, of several the first in
  /// this order; none where there is no such place.
  std::optional<Rect> take(const RoundMark& mark, Vec2 along, Vec2 size);

 private:
  Rect beside(const RoundMark& mark, Vec2 side, Vec2 size, float shift, float extra) const;
  float cost(const Rect& box, const RoundMark& mark) const;
  bool is_reached(const Rect& box, Vec2 from) const;

  Rect shown_;
  float gap_;
  std::vector<RoundMark> marks_;
  std::vector<Rect> taken_;
};

/// The point of `box` that is nearest to `place`.
Vec2 nearest_point(const Rect& box, Vec2 place);

}  // namespace saccade::render
