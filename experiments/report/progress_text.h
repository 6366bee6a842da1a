// What a person reads while a run trains, as plain values: nothing here knows a terminal.
#pragma once

#include <string>
#include <vector>

#include "experiments/run/training.h"
#include "experiments/terminal/styled_text.h"

namespace saccade {

/// "0:41", "12:03", "1:02:03".
std::string format_duration(double seconds);

/// 1250000 -> "1,250,000".
std::string format_count(std::int64_t count);

/// A return or a loss in few digits, whatever its size; "-" for a NaN.  `digits` are those of a
/// fraction below 1.
std::string format_figure(double value, int digits = 3);

/// A rate in about three digits: 41230 -> "41.2k".
std::string format_rate(double per_second);

/// A row of `width` bars of eight heights, each the mean of its share of the values.
std::string sparkline(const std::vector<double>& values, std::size_t width);

/// How much of the run is over, 0 to 1: of its steps or, if that is more, of its time.
double fraction_done(const Progress& progress);

/// The live view: bar, return with its trend (`trend`: past values of return_mean), the last
/// evaluation with its outcomes and counts, speed, losses.  No line is wider than `width` columns.
std::vector<StyledLine> progress_lines(const Progress& progress, const std::vector<double>& trend,
                                       std::size_t width);

/// The same in one line, for logs.
std::string progress_line(const Progress& progress);

/// "evaluation at 50,000 steps: return 231.4 +- 12.1", marked when it is the best so far.
std::string evaluation_line(const Progress& progress);

}  // namespace saccade
