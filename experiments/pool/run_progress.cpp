#include "experiments/pool/run_progress.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

using Row = std::map<std::string, double>;

constexpr std::streamoff kSomeRows = 16'384, kAllRows = std::numeric_limits<std::streamoff>::max();

double number_in(const std::string& field) {
  double number = std::numeric_limits<double>::quiet_NaN();
  const char* const end = field.data() + field.size();
  const auto [rest, error] = std::from_chars(field.data(), end, number);
  return error == std::errc() && rest == end ? number : std::numeric_limits<double>::quiet_NaN();
}

std::optional<Row> read_row(const std::vector<std::string>& columns, const std::string& line) {
  const auto fields = parse_csv_line(line);
  if (!fields || fields->size() != columns.size()) return std::nullopt;
  Row row;
  for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = number_in((*fields)[i]);
  return row;
}

/// Lines that have an end, without it.  The last one may be half written.
std::vector<std::string> whole_lines(std::istream& stream) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line) && !stream.eof();) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
  }
  return lines;
}

/// The rows in the last `most` bytes of a log.
std::vector<Row> last_rows(const fs::path& file, std::streamoff most) {
  std::ifstream stream(file, std::ios::binary);
  std::string header;
  if (!std::getline(stream, header)) return {};
  if (header.ends_with('\r')) header.pop_back();
  const auto columns = parse_csv_line(header);
  if (!columns) return {};
  const std::streamoff begin = stream.tellg();
  stream.seekg(0, std::ios::end);
  stream.seekg(std::max<std::streamoff>(begin, stream.tellg() - most));
  std::vector<Row> rows;
  for (const std::string& line : whole_lines(stream)) {  // The first may lack its beginning.
    if (auto row = read_row(*columns, line)) rows.push_back(std::move(*row));
  }
  return rows;
}

double value_of(const Row& row, const std::string& column) {
  const auto found = row.find(column);
  return found == row.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

}  // namespace

RunProgress read_progress(const fs::path& run_folder) {
  RunProgress progress;
  const std::vector<Row> metrics = last_rows(run_folder / "metrics.csv", kSomeRows);
  if (!metrics.empty()) {
    const double step = value_of(metrics.back(), "step");
    if (std::isfinite(step)) progress.step = std::llround(step);
    const double seconds = value_of(metrics.back(), "wall_seconds");
    if (std::isfinite(seconds)) progress.wall_seconds = seconds;
    progress.return_mean = value_of(metrics.back(), "return_mean");
  }
  for (const Row& row : last_rows(run_folder / "evals.csv", kAllRows)) {
    progress.last_evaluation = value_of(row, "return_mean");
    progress.best_evaluation = std::fmax(progress.best_evaluation, progress.last_evaluation);
  }
  return progress;
}

double evaluation_at(const fs::path& run_folder, std::int64_t step) {
  double evaluation = std::numeric_limits<double>::quiet_NaN();
  for (const Row& row : last_rows(run_folder / "evals.csv", kAllRows)) {
    evaluation = value_of(row, "return_mean");
    if (value_of(row, "step") >= static_cast<double>(step)) break;
  }
  return evaluation;
}

}  // namespace saccade
