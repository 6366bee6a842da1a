// A CSV log of a run as columns of numbers, to be looked at: of a run that is still being trained,
// or was killed, whatever is whole.
#pragma once

#include <filesystem>
#include <ios>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

struct LogTable {
  std::vector<std::string> names{};            ///< Of the columns; the first is the step.
  std::vector<std::vector<double>> columns{};  ///< NaN where a field is empty.
  std::size_t dropped = 0;  ///< Rows that could not be right: wrong fields, a step that falls.

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  /// The column of that name, or null.
  const std::vector<double>* find(std::string_view name) const;
  /// A number of the last row; NaN when there is none.
  double last(std::string_view name) const;
};

/// What is whole of a log; a last line without its end is one that is being written and is no
/// damage.
LogTable parse_log_table(std::string_view text);

/// The log, empty when the file is missing.  Throws Error when it cannot be read.
LogTable read_log_table(const std::filesystem::path& file);

/// The rows in its last `most` bytes, for who looks again and again; empty when it cannot be read.
LogTable read_log_end(const std::filesystem::path& file, std::streamoff most);

}  // namespace saccade
