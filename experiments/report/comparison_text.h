// A comparison of groups of runs as tables for people.
#pragma once

#include <string>
#include <vector>

#include "experiments/report/text_table.h"
#include "experiments/results/comparison.h"

namespace saccade {

/// "9.0 [7.5, 10.2]": both with as many decimals as the interval is worth, which is two digits of
/// half its width.  Without an interval the value alone.
std::string estimate_text(const Estimate& estimate);

/// The tables: of each environment its groups, their runs if those are few, the probabilities of
/// improvement over the baseline and the sample efficiency; then those over environments, and the
/// configurations.  `with_curves` adds small learning curves.
std::vector<TextTable> comparison_tables(const Comparison& comparison, bool with_curves);

/// The whole, for a terminal, with what was left out and what else should be known.
std::string comparison_text(const Comparison& comparison);

/// The same in Markdown, ready for a document.
std::string comparison_markdown(const Comparison& comparison);

}  // namespace saccade
