// Where the ticks of an axis stand and what is written beside them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saccade {

struct AxisRange {
  double low = 0;
  double high = 1;  ///< Above `low`.
};

/// Whether a number can be drawn: finite, and not so large that a difference of two would not be.
bool is_drawable(double number);

/// The range of the drawable numbers, so wide that ticks in it can be told apart: a constant is
/// given a range around it.  Of no number: 0 to 1.
AxisRange range_of(std::span<const double> numbers);
/// The range, with `share` of its width more at both ends.
AxisRange widened(const AxisRange& range, double share);

enum class TickStyle {
  kPlain,    ///< 0.25, 1500, 2e-05
  kCompact,  ///< 500k, 1.5M: numbers of steps
  kPercent,  ///< 0.5 is 50%
};

struct Tick {
  double value = 0;
  std::string label;
};

/// Multiples of 1, 2 or 5 times a power of ten within the range: at most `most` (at least 2), and
/// at least one.  Labels of different ticks differ.
std::vector<Tick> nice_ticks(const AxisRange& range, int most, TickStyle style);

/// A number for people: at most `digits` significant digits, a true minus sign; "-" when it is not
/// finite.
std::string number_text(double number, int digits = 4);
/// Steps: "150k", "1.5M", "2G".
std::string compact_text(double number, int digits = 4);
/// "42 s", "3 min 20 s", "2 h 5 min"; "-" for what is not finite or negative.
std::string duration_text(double seconds);

}  // namespace saccade
