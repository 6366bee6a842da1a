// A CSV file that grows by a row at a time and can be continued from a step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/files/csv_recovery.h"
#include "experiments/files/growing_file.h"

namespace saccade {

/// The first column is the step: a whole number that rises from row to row.
class CsvLog {
 public:
  /// Of a new file; or, given `end`, of one that exists, which is read (recover_log).  Touches
  /// nothing.  Throws Error when the file cannot be read or has other columns.
  CsvLog(std::filesystem::path file, const std::vector<std::string>& columns,
         const std::optional<LogEnd>& end);

  /// Makes the file, or cuts it down to what is kept of it.  When rows were damaged, the file as it
  /// was stays beside it under the name "<file>.damaged".  Throws Error (kind kFailure).
  void open();

  /// What was damaged, a line each; to be told to the user.
  const std::vector<std::string>& notes() const { return notes_; }

  /// Appends a row: the step and the other columns in order, written so that reading gives the same
  /// number; a NaN becomes an empty field.  Throws Error (kind kFailure).
  void append(std::int64_t step, const std::vector<double>& values);

  /// Returns once the rows are on the disk.  Throws Error (kind kFailure).
  void sync();

  /// Value of the given column in the last row, if there is one.
  std::optional<double> last(const std::string& column) const;

 private:
  void recover(const LogEnd& end);
  void keep_damaged();

  std::filesystem::path file_;
  std::vector<std::string> columns_;
  std::optional<std::string> found_;  // What the file held before.
  std::string text_;                  // What it is to hold.
  std::string last_row_;
  std::vector<std::string> notes_;
  std::optional<GrowingFile> growing_;
};

}  // namespace saccade
