// The plots of a comparison of groups.
#pragma once

#include <string>
#include <vector>

#include "experiments/plot/interval_plot.h"
#include "experiments/plot/line_plot.h"
#include "experiments/plot/matrix_plot.h"
#include "experiments/results/comparison.h"

namespace saccade {

/// What a metric of evals.csv is called in pictures: "return" for "return_mean", "share of episodes
/// that ended as won" for "outcome.won".
std::string metric_title(const std::string& metric);

/// As estimate_text writes it, with true minus signs.
std::string published_text(const Estimate& estimate);

/// What is drawn of a group's curve, and of its final scores.
enum class Average { kMean, kInterquartile };

/// The group's learning curves: average over the runs and its interval; where `single_runs` says so
/// every run, too.  Colours are by place in comparison.groups.
LinePlot curve_plot(const Comparison& comparison, const ComparedTask& task, Average average,
                    bool single_runs);

/// Final scores: average and interval of each group, and its runs.
IntervalPlot score_plot(const Comparison& comparison, const ComparedTask& task, Average average);

/// The same over all tasks; without rows when scores were not put on one scale.
IntervalPlot aggregate_plot(const Comparison& comparison, Average average);

/// The share of runs above each score.
LinePlot profile_plot(const Comparison& comparison, const ComparedTask& task);

/// How probable it is that a run of another group is better than one of the baseline.
IntervalPlot improvement_plot(const Comparison& comparison,
                              const std::vector<Improvement>& improvements);

/// Every group against every other.
MatrixPlot improvement_matrix(const Comparison& comparison,
                              const std::vector<Improvement>& improvements);

/// Steps until the threshold: a dot for each run that reached it, and the median.
IntervalPlot efficiency_plot(const Comparison& comparison, const ComparedTask& task);

}  // namespace saccade
