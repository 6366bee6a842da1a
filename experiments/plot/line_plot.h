// Lines with bands around them: learning curves, and as steps performance profiles.
#pragma once

#include <string>
#include <vector>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/drawing.h"

namespace saccade {

/// One line.  Points whose x or y cannot be drawn (NaN, infinite) are gaps in it.
struct LineSeries {
  std::string name{};       ///< "" for one that is not named in the picture.
  std::vector<double> x{};  ///< Ascending.
  std::vector<double> y{};  ///< As many.
  /// The band: as many each, or none.  It has a gap where one of the two cannot be drawn.
  std::vector<double> low{};
  std::vector<double> high{};
  int style = 0;         ///< Index of colour, pattern and marker.
  bool is_thin = false;  ///< Drawn thin and pale, behind the others: a single run, raw numbers.
};

struct LinePlot {
  std::string title{};
  AxisPlan x{};
  AxisPlan y{};
  std::vector<LineSeries> series{};
  bool steps = false;  ///< Each y holds until the next x, rather than a straight line to it.
  double width = 720;
  double height = 420;
};

/// Any series give a picture; without a single point that can be drawn it says "no data".
Drawing draw_line_plot(const LinePlot& plot);

/// At most `buckets` points in place of many: of points whose x lie near each other the mean of x
/// and y, and as the band the least and the largest y.  A short series stays as it is.  Needs
/// buckets > 0.
LineSeries thinned(const LineSeries& series, std::size_t buckets);

}  // namespace saccade
