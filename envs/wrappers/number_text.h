// Numbers in the values of wrappers.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace saccade {

/// The finite number that the whole text is; nothing if it is none.
inline std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace saccade
