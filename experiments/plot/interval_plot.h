// Dots with intervals, a row each: final scores of groups, probabilities of improvement.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/drawing.h"

namespace saccade {

/// A number that an estimate was computed from, drawn small.
struct IntervalDot {
  double value = 0;
  std::string hint{};  ///< Shown where a pointer rests on it: the run.
};

struct IntervalRow {
  std::string name;
  double value = 0;                     ///< The large dot; NaN for none.
  std::optional<AxisRange> interval{};  ///< Absent when there is none.
  std::vector<IntervalDot> dots{};
  int style = 0;       ///< Index of colour and marker.
  std::string note{};  ///< On the right: the numbers.
};

struct IntervalPlot {
  std::string title{};
  AxisPlan x{};
  std::vector<IntervalRow> rows{};
  std::optional<double> reference{};  ///< A line through all rows.
  double width = 720;
};

/// As high as its rows need.  Rows whose numbers cannot be drawn stay empty.
Drawing draw_interval_plot(const IntervalPlot& plot);

}  // namespace saccade
