// One line of a CSV file (RFC 4180): fields parted by commas, quoted where they must be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// Without the line's end.  A field with a comma, a quote or a line break stands in quotes.
std::string csv_line(const std::vector<std::string>& fields);

/// The fields of a line without its end; nothing when its quotes do not pair up.
std::optional<std::vector<std::string>> parse_csv_line(std::string_view line);

}  // namespace saccade
