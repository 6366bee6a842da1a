// Times that a person types: 90s, 10m, 2h, 1h30m.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace saccade {

/// Seconds of "90s", "10m", "1.5h", "1d12h": numbers with the units d, h, m and s, larger units
/// first.  Nothing for anything else, and for 0.
std::optional<double> parse_time_span(std::string_view text);

/// The same of the option of that name.  Throws Error for anything else.
double want_time_span(std::string_view text, const std::string& option);

/// The same the other way, rounded up to whole seconds: "1h30m".
std::string format_time_span(double seconds);

}  // namespace saccade
