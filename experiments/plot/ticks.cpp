#include "experiments/plot/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace saccade {

namespace {

constexpr double kLargest = 1e100;
constexpr std::string_view kMinus = "\xE2\x88\x92";  // U+2212

std::string with_true_minus(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '-' ? std::string(kMinus) : std::string(1, c);
  return result;
}

/// 1, 2 or 5 times a power of ten.
struct TickStep {
  int mantissa = 1;
  int exponent = 0;

  /// Its multiple, as near as a double comes to the decimal number.
  double times(std::int64_t count) const {
    const auto whole = static_cast<double>(count * mantissa);
    return exponent < 0 ? whole / std::pow(10.0, -exponent) : whole * std::pow(10.0, exponent);
  }
  TickStep next() const {
    if (mantissa == 1) return {2, exponent};
    if (mantissa == 2) return {5, exponent};
    return {1, exponent + 1};
  }
};

struct Multiples {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

Multiples multiples_in(const AxisRange& range, const TickStep& step) {
  constexpr double kSlack = 1e-9;  // Ends of a range that were meant to be ticks are.
  const double size = step.times(1);
  return {static_cast<std::int64_t>(std::ceil(range.low / size - kSlack)),
          static_cast<std::int64_t>(std::floor(range.high / size + kSlack))};
}

TickStep finest_step(const AxisRange& range, int most) {
  const double width = range.high - range.low;
  TickStep step{1, static_cast<int>(std::floor(std::log10(width / most))) - 1};
  while (true) {
    const Multiples found = multiples_in(range, step);
    if (found.last - found.first < most) return step;
    step = step.next();
  }
}

std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// "2e-05" as "2e-5".
std::string exponent_text(double value, int decimals) {
  std::string text = fmt::format("{:.{}e}", value, std::clamp(decimals, 0, 15));
  const std::size_t at = text.find('e');
  const std::string mantissa = trimmed(text.substr(0, at));
  return fmt::format("{}e{}", mantissa, std::stoi(text.substr(at + 1)));
}

std::string fixed_text(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, std::max(0, decimals));
  return text.find_first_not_of("-0.") == std::string::npos ? text.substr(text[0] == '-') : text;
}

std::string scaled_text(double value, int decimals) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits = {
      {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
  for (const auto& [unit, name] : kUnits) {
    if (std::abs(value) < unit || std::abs(value) >= 1e15) continue;
    const int more = static_cast<int>(std::lround(std::log10(unit)));
    return trimmed(fixed_text(value / unit, decimals + more)) + name;
  }
  return trimmed(fixed_text(value, decimals));
}

std::string label_of(double value, const TickStep& step, double largest, TickStyle style) {
  if (value == 0) return style == TickStyle::kPercent ? "0%" : "0";
  if (style == TickStyle::kPercent) {
    return with_true_minus(fixed_text(100 * value, -step.exponent - 2) + "%");
  }
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (step.exponent < -4 || largest >= 1e15) {
    return with_true_minus(exponent_text(value, magnitude - step.exponent));
  }
  const bool scaled = style == TickStyle::kCompact || largest >= 1e5;
  return with_true_minus(scaled ? scaled_text(value, -step.exponent)
                                : fixed_text(value, -step.exponent));
}

}  // namespace

bool is_drawable(double number) {
  return std::abs(number) <= kLargest;  // Not NaN either.
}

AxisRange range_of(std::span<const double> numbers) {
  AxisRange range{INFINITY, -INFINITY};
  for (const double number : numbers) {
    if (!is_drawable(number)) continue;
    range = {std::min(range.low, number), std::max(range.high, number)};
  }
  if (range.low > range.high) return {0, 1};
  const double size = std::max(std::abs(range.low), std::abs(range.high));
  if (range.high - range.low > 1e-9 * size && range.high - range.low > 1e-100) return range;
  const double half = size > 1e-100 ? size / 2 : 1;
  return {range.low - half, range.high + half};
}

AxisRange widened(const AxisRange& range, double share) {
  const double more = share * (range.high - range.low);
  return {range.low - more, range.high + more};
}

std::vector<Tick> nice_ticks(const AxisRange& range, int most, TickStyle style) {
  const TickStep step = finest_step(range, std::max(2, most));
  const Multiples found = multiples_in(range, step);
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  std::vector<Tick> ticks;
  for (std::int64_t i = found.first; i <= found.last; ++i) {
    const double value = step.times(i);
    ticks.push_back({value, label_of(value, step, largest, style)});
  }
  return ticks;
}

std::string number_text(double number, int digits) {
  if (!std::isfinite(number)) return "-";
  if (number == 0) return "0";
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(number))));
  if (magnitude < -4 || magnitude >= 9) return with_true_minus(exponent_text(number, digits - 1));
  return with_true_minus(trimmed(fixed_text(number, digits - 1 - magnitude)));
}

std::string compact_text(double number, int digits) {
  if (!std::isfinite(number)) return "-";
  if (number == 0) return "0";
  const auto decimals = [digits](double value) {
    return digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  };
  const double unit = std::pow(10.0, -decimals(number));  // 999,990 is 1M, not 1000k.
  const double rounded = unit >= 1 ? std::round(number / unit) * unit : number;
  return with_true_minus(scaled_text(rounded, decimals(rounded)));
}

std::string duration_text(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e12) return "-";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace saccade
