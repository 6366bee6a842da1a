#include "experiments/run/csv_log.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "envs/core/error.h"
#include "experiments/run/atomic_file.h"

namespace saccade {
namespace {

/// The step at the beginning of a row, or nothing when the row is damaged.
std::optional<std::int64_t> step_of(const std::string& row) {
  std::int64_t step = 0;
  const char* end = row.data() + row.size();
  const auto [rest, error] = std::from_chars(row.data(), end, step);
  if (error != std::errc() || rest == end || *rest != ',') return std::nullopt;
  return step;
}

bool has_fields(const std::string& row, std::size_t wanted) {
  return static_cast<std::size_t>(std::count(row.begin(), row.end(), ',')) + 1 == wanted;
}

/// The header and the rows up to a step; rows with another number of fields are dropped, and
/// a row that was cut off by a crash ends the file.
std::string cut_after(const std::string& text, std::int64_t step, const std::string& header,
                      const std::filesystem::path& file) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  if (line != header) {
    throw Error("'" + file.string() + "': found the columns '" + line + "', wanted '" + header +
                "'");
  }
  const auto columns = static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
  std::string kept = header + "\n";
  while (std::getline(lines, line) && !lines.eof()) {
    const std::optional<std::int64_t> found = step_of(line);
    if (!found || *found > step) break;
    if (has_fields(line, columns)) kept += line + "\n";
  }
  return kept;
}

std::string format_field(double value) {
  return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

}  // namespace

CsvLog::CsvLog(std::filesystem::path file, const std::vector<std::string>& columns,
               std::optional<std::int64_t> keep_until)
    : file_(std::move(file)), columns_(columns) {
  const std::string header = fmt::format("{}", fmt::join(columns, ","));
  write_atomically(
      file_, keep_until ? cut_after(read_file(file_), *keep_until, header, file_) : header + "\n");
  stream_.open(file_, std::ios::app);
}

void CsvLog::append(std::int64_t step, const std::vector<double>& values) {
  std::string row = std::to_string(step);
  for (const double value : values) row += "," + format_field(value);
  stream_ << row << '\n' << std::flush;
  if (!stream_) throw Error("cannot write '" + file_.string() + "'", Error::Kind::kFailure);
}

std::optional<double> CsvLog::last(const std::string& column) const {
  std::istringstream lines(read_file(file_));
  std::string line, last;
  std::getline(lines, line);
  while (std::getline(lines, line)) last = line;
  std::istringstream fields(last);
  const auto wanted = std::find(columns_.begin(), columns_.end(), column) - columns_.begin();
  std::string field;
  for (std::ptrdiff_t i = 0; i <= wanted; ++i) {
    if (!std::getline(fields, field, ',')) return std::nullopt;
  }
  if (field.empty()) return std::nullopt;
  double value = 0;
  const char* end = field.data() + field.size();
  const auto [rest, error] = std::from_chars(field.data(), end, value);
  if (error == std::errc() && rest == end) return value;
  throw Error(fmt::format("'{}': found '{}' in the last row's column '{}', wanted a number",
                          file_.string(), field, column));
}

void CsvLog::sync() {
  stream_.flush();
  if (!stream_) throw Error("cannot write '" + file_.string() + "'", Error::Kind::kFailure);
  sync_file(file_);
}

}  // namespace saccade
