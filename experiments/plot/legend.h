// Which line is which: names beside the ends of lines, or in rows above the plot.
#pragma once

#include <string>
#include <vector>

#include "experiments/plot/drawing.h"

namespace saccade {

struct LegendEntry {
  std::string name;
  int style = 0;     ///< Index of colour, pattern and marker.
  double end_x = 0;  ///< Where its line ends, pixels; for names beside lines.
  double end_y = 0;
  bool is_thin = false;  ///< A thin line without pattern and markers.
};

/// Pixels that names beside the ends of lines take on the right; nothing when they do not fit well
/// into `most`, or there are too many.
double side_legend_width(const std::vector<LegendEntry>& entries, double most);
/// Draws the names from `left` on between `top` and `bottom`, in the order of their lines' ends and
/// so that they do not overlap; one that had to move away from its line is joined to it.
void draw_side_legend(Drawing& drawing, std::vector<LegendEntry> entries, double left, double top,
                      double bottom);

/// Height of the rows that the names take above a plot of that width; 0 without entries.
double top_legend_height(const std::vector<LegendEntry>& entries, double width);
void draw_top_legend(Drawing& drawing, const std::vector<LegendEntry>& entries, double left,
                     double top, double width);

}  // namespace saccade
