// What all plots have around their data: a title, axes with ticks and labels, a grid.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/plot/drawing.h"
#include "experiments/plot/ticks.h"

namespace saccade {

/// One axis as a caller asks for it.
struct AxisPlan {
  std::string label{};
  std::optional<double> low{};   ///< Where the axis begins; else the data decide.
  std::optional<double> high{};  ///< Where it ends, likewise.
  TickStyle style = TickStyle::kPlain;
};

/// The range of an axis over these numbers.  What the plan fixes holds, unless it is no range.
AxisRange axis_range(const AxisPlan& plan, const std::vector<double>& numbers, double margin);

/// A rectangle of a drawing in which data are drawn, and how numbers map to it.
struct PlotArea {
  double left = 0;
  double top = 0;
  double right = 1;
  double bottom = 1;
  AxisRange x{};
  AxisRange y{};

  double x_of(double number) const;
  double y_of(double number) const;
  DrawnPoint at(double x_number, double y_number) const;
};

/// Ticks and labels below the area, with lines of the grid through it where `grid` says so.
void draw_x_axis(Drawing& drawing, const PlotArea& area, const AxisPlan& plan, bool grid);
/// Ticks, labels and grid on the left; the axis' label lies above the area.  A line at 0.
void draw_y_axis(Drawing& drawing, const PlotArea& area, const AxisPlan& plan,
                 const std::vector<Tick>& ticks);

/// How many ticks fit on a length, pixels.
int fitting_x_ticks(double length);
int fitting_y_ticks(double length);

/// The widest of the labels, pixels.
double widest_label(const std::vector<Tick>& ticks);

/// Height of the title's line; 0 without one.
double title_height(const std::string& title);
void draw_title(Drawing& drawing, const std::string& title);

/// In place of data, where there are none.
void draw_no_data(Drawing& drawing, const PlotArea& area);

inline constexpr double kTickSize = 11.5;   ///< Font size of tick labels, pixels.
inline constexpr double kLabelSize = 12.0;  ///< Of labels of axes and series.
inline constexpr double kTitleSize = 15.0;
inline constexpr double kEdge = 10;          ///< Free on all sides.
inline constexpr double kXAxisHeight = 22;   ///< Of tick labels below the area.
inline constexpr double kXLabelHeight = 20;  ///< Of the label of the x axis.

}  // namespace saccade
