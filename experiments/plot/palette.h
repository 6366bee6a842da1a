// Colours, line patterns and markers of plots, on white and on dark ground.
//
// Series differ in all three, so that they can be told apart by somebody who does not see colours
// and in black-and-white print.  The colours are those of Okabe and Ito, "Color Universal Design"
// (2008), without yellow, which is too pale on white; on dark ground they are lighter.
#pragma once

#include <string>

namespace saccade {

/// What a part of a drawing is painted with: a class name for style sheets and its colour on white.
struct Paint {
  std::string name;   ///< "s0", "ink"
  std::string light;  ///< "#0072B2"
};

/// Of the series with this index, at least 0; colours repeat after seven.
Paint series_paint(int index);
Paint ink();    ///< Text.
Paint muted();  ///< Less important text, and axes.
Paint faint();  ///< Lines of a grid.
/// The two ends of a scale with a neutral middle.
Paint above();
Paint below();

/// Lengths of strokes and gaps of the series' line, as in stroke-dasharray; "" for a solid one.
std::string series_pattern(int index);

enum class MarkerShape { kCircle, kSquare, kTriangle, kDiamond, kNabla, kCross };
MarkerShape series_marker(int index);

/// Style sheet: the colours on dark ground, of elements whose class is "l-<name>" (their stroke) or
/// "f-<name>" (their fill).  They win over the attributes that give the colours on white.
std::string dark_colours();

}  // namespace saccade
