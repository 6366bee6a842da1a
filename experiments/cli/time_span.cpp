#include "experiments/cli/time_span.h"

#include <cctype>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "envs/core/error.h"

namespace saccade {
namespace {

struct Unit {
  char letter;
  double seconds;
};
constexpr Unit kUnits[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
constexpr double kMostSeconds = 1e9;  // Thirty years.

/// Takes the number at the beginning of the text from it.
std::optional<double> take_number(std::string_view& text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) == 0) return {};
  double number = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc()) return {};
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return number;
}

}  // namespace

std::optional<double> parse_time_span(std::string_view text) {
  double seconds = 0;
  for (const Unit& unit : kUnits) {
    std::string_view rest = text;
    const std::optional<double> number = take_number(rest);
    if (!number || rest.empty() || rest.front() != unit.letter) continue;
    seconds += *number * unit.seconds;
    text = rest.substr(1);
  }
  if (!text.empty() || seconds <= 0 || seconds > kMostSeconds) return {};
  return seconds;
}

double want_time_span(std::string_view text, const std::string& option) {
  if (const auto seconds = parse_time_span(text)) return *seconds;
  throw Error(
      fmt::format("{}: found '{}', wanted a time with its units, d, h, m or s: 90s, 10m, 2h, 1h30m",
                  option, text));
}

std::string format_time_span(double seconds) {
  double left = std::ceil(seconds);
  std::string text;
  for (const Unit& unit : kUnits) {
    const double number = std::floor(left / unit.seconds);
    if (number == 0) continue;
    text += std::to_string(static_cast<long long>(number)) + unit.letter;
    left -= number * unit.seconds;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace saccade
