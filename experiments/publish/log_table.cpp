#include "experiments/publish/log_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "experiments/files/atomic_file.h"
#include "experiments/files/csv_line.h"

namespace saccade {

namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

std::optional<double> parse_field(const std::string& text) {
  if (text.empty()) return kAbsent;
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::optional<std::vector<double>> parse_row(std::string_view line, std::size_t size) {
  const auto fields = parse_csv_line(line);
  if (!fields || fields->size() != size) return std::nullopt;
  std::vector<double> numbers;
  for (const std::string& field : *fields) {
    const std::optional<double> number = parse_field(field);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

void add_row(LogTable& table, std::string_view line) {
  const auto row = parse_row(line, table.names.size());
  const bool rises = row && std::isfinite(row->front()) &&
                     (table.rows() == 0 || row->front() > table.columns.front().back());
  if (!rises) {
    ++table.dropped;
    return;
  }
  for (std::size_t i = 0; i < row->size(); ++i) table.columns[i].push_back((*row)[i]);
}

}  // namespace

const std::vector<double>* LogTable::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &columns[static_cast<std::size_t>(found - names.begin())];
}

double LogTable::last(std::string_view name) const {
  const std::vector<double>* column = find(name);
  return column && !column->empty() ? column->back() : kAbsent;
}

LogTable parse_log_table(std::string_view text) {
  LogTable table;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!table.names.empty()) {
      add_row(table, line);
      continue;
    }
    table.names = parse_csv_line(line).value_or(std::vector<std::string>{});
    if (table.names.empty()) return table;
    table.columns.resize(table.names.size());
  }
  return table;
}

LogTable read_log_table(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  return parse_log_table(read_file(file));
}

}  // namespace saccade
