// The figures of an explanation, as plots that a page draws.
#pragma once

#include <vector>

#include "experiments/explain/explanation.h"
#include "experiments/explain_page/head_map.h"
#include "experiments/plot/interval_plot.h"
#include "experiments/plot/line_plot.h"

namespace saccade {

/// Of every method, or head, its gain.
IntervalPlot gain_plot(const std::vector<MethodScore>& scores);
/// Of every method, or head, its correlation with leave-one-out.
IntervalPlot agreement_plot(const std::vector<MethodScore>& scores, const Estimate* randomised);
/// The divergence along the deletion curve, or the insertion curve.
LinePlot curve_plot(const std::vector<MethodScore>& scores, bool is_deletion);
/// Means over decisions, of one kind.
LinePlot profile_plot(const std::vector<ProfileLine>& lines, const AxisPlan& x, const AxisPlan& y);
/// The layers and heads of one kind.
HeadMap head_map(const AttentionSummary& summary);
/// The share of each type in the last layer, beside that by rollout over all layers.
IntervalPlot type_plot(const AttentionSummary& summary);
/// What types, or features, are worth; at most `most`, those of largest worth first.
IntervalPlot worth_plot(std::vector<FeatureWorth> worths, std::size_t most);
LinePlot count_plot(const std::vector<CountLine>& lines);
/// Shares of the types over the run.
LinePlot formation_shares(const std::vector<FormationPoint>& points);
/// Gain and agreement of attention over the run.
LinePlot formation_faithfulness(const std::vector<FormationPoint>& points);

/// "0.42 [0.37, 0.48]"
std::string estimate_text(const Estimate& estimate, int digits = 3);
std::string percent_text(const Estimate& estimate);

}  // namespace saccade
