// The plots of a run: what its two logs hold over the steps.
#pragma once

#include <string>
#include <vector>

#include "experiments/files/log_table.h"
#include "experiments/page/page.h"
#include "experiments/plot/line_plot.h"

namespace saccade {

/// Returns of training and of evaluations in one plot.
LinePlot return_plot(const LogTable& metrics, const LogTable& evaluations);

/// The mean return of each kind of agents in evaluations, or in training where there were none;
/// without series unless there are several kinds.
LinePlot kind_plot(const LogTable& metrics, const LogTable& evaluations);

/// The share of the evaluation episodes with each outcome.
LinePlot outcome_plot(const LogTable& evaluations);

/// The outcome of every episode of every evaluation; "" when there are several.
std::string only_outcome(const LogTable& evaluations);

/// A small figure for each count of the evaluations.
std::vector<SmallFigure> count_figures(const LogTable& evaluations);

/// A small figure for every column of metrics.csv that no other plot shows, whatever it is called.
std::vector<SmallFigure> metric_figures(const LogTable& metrics);

/// Updates that are drawn as one point in metric_figures(); 1 when each has its own.
std::size_t updates_per_point(const LogTable& metrics);

}  // namespace saccade
