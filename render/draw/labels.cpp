#include "render/draw/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace saccade::render {
namespace {

std::string digits(double size) {
  if (!std::isfinite(size)) return std::isnan(size) ? "nan" : "inf";
  if (size < 9.995) return fmt::format("{:.2f}", size);
  if (size < 999.95) return fmt::format("{:.1f}", size);
  if (size < 999999.5) return fmt::format("{:.0f}", size);
  return fmt::format("{:.1e}", size);
}

}  // namespace

std::string readable(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string number(double value) {
  const std::string text = digits(std::abs(value));
  const bool negative = value < 0 && text != "0.00";
  return negative ? "\u2212" + text : text;
}

std::string signed_number(double value) {
  const std::string text = number(value);
  return value > 0 && text != "0.00" ? "+" + text : text;
}

std::string percent(double share) {
  if (share > 0 && share < 0.005) return "<1%";
  return fmt::format("{:.0f}%", 100 * share);
}

std::string points(double change) {
  const auto whole = std::lround(100 * change);
  if (whole == 0) return "0";
  return (whole > 0 ? "+" : "\u2212") + std::to_string(std::abs(whole));
}

std::string speed_label(double speed) {
  if (speed == 0.5) return "\u00bd\u00d7";
  if (speed == 0.25) return "\u00bc\u00d7";
  if (speed == 0.125) return "\u215b\u00d7";
  return fmt::format("{:g}\u00d7", speed);
}

}  // namespace saccade::render
