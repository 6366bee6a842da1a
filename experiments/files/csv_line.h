// The lines of a CSV file (RFC 4180): fields parted by commas, quoted where they must be.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// Without the line's end.  A field with a comma, a quote or a line break stands in quotes.
std::string csv_line(const std::vector<std::string>& fields);

/// The fields of a line without its end; nothing when its quotes do not pair up.
std::optional<std::vector<std::string>> parse_csv_line(std::string_view line);

/// Takes the next line off the text, without its end; nothing when it has none: it is being
/// written. (Line breaks within quotes are not looked for: a log has none.)
std::optional<std::string_view> take_csv_line(std::string_view& text);

/// The number that a field holds, and nothing else.
template <class Number>
std::optional<Number> number_in_field(std::string_view field) {
  Number number{};
  const char* const end = field.data() + field.size();
  const auto [rest, error] = std::from_chars(field.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace saccade
