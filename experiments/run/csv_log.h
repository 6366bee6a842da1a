// A CSV file that grows by a row at a time and can be cut back to a step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace saccade {

/// The first column is the step: a whole number that rises from row to row.
class CsvLog {
 public:
  /// Makes the file with its line of column names; or, given `keep_until`, continues one that
  /// exists after dropping the rows of later steps and damaged ones.  Throws Error when it cannot,
  /// or when the file has other columns.
  CsvLog(std::filesystem::path file, const std::vector<std::string>& columns,
         std::optional<std::int64_t> keep_until);

  /// Appends a row: the step and the other columns in order, written so that reading gives the same
  /// number; a NaN becomes an empty field.  Throws Error (kind kFailure).
  void append(std::int64_t step, const std::vector<double>& values);

  /// Returns once the rows are on the disk.  Throws Error (kind kFailure).
  void sync();

  /// Value of the given column in the last row, if there is one.  Throws Error naming file, field
  /// and column when that is no number.
  std::optional<double> last(const std::string& column) const;

 private:
  std::filesystem::path file_;
  std::vector<std::string> columns_;
  std::ofstream stream_;
};

}  // namespace saccade
