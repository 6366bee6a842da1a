#include "experiments/cli/duration.h"

#include <fmt/format.h>

#include <charconv>

#include "envs/core/error.h"

namespace saccade {
namespace {

/// Seconds in a unit; 0 when there is none of that name.
double seconds_in(char unit) {
  constexpr double kMinute = 60, kHour = 3600;
  if (unit == 's') return 1;
  if (unit == 'm') return kMinute;
  return unit == 'h' ? kHour : 0;
}

}  // namespace

double parse_duration(std::string_view text, const std::string& name) {
  double seconds = 0, last_unit = 1e9;
  for (std::string_view rest = text; !rest.empty() || seconds <= 0;) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
    const char* const stop = rest.data() + rest.size();
    const double unit = error == std::errc() && end != stop ? seconds_in(*end) : 0;
    constexpr double kMost = 1e9;
    if (unit == 0 || unit >= last_unit || number <= 0 || number > kMost) {
      throw Error(fmt::format("{}: found '{}', wanted a time with units, such as 90s, 10m or 1h30m",
                              name, text));
    }
    seconds += number * unit;
    last_unit = unit;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  }
  return seconds;
}

}  // namespace saccade
