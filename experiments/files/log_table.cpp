#include "experiments/files/log_table.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

#include "experiments/files/atomic_file.h"
#include "experiments/files/csv_line.h"

namespace saccade {

namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

std::optional<std::vector<double>> parse_row(std::string_view line, std::size_t size) {
  const auto fields = parse_csv_line(line);
  if (!fields || fields->size() != size) return std::nullopt;
  std::vector<double> numbers;
  for (const std::string& field : *fields) {
    const auto number = field.empty() ? kAbsent : number_in_field<double>(field);
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
  const std::optional<std::string_view> header = take_csv_line(text);
  if (header) table.names = parse_csv_line(*header).value_or(std::vector<std::string>{});
  if (table.names.empty()) return table;
  table.columns.resize(table.names.size());
  while (const auto line = take_csv_line(text)) add_row(table, *line);
  return table;
}

LogTable read_log_table(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  return parse_log_table(read_file(file));
}

LogTable read_log_end(const std::filesystem::path& file, std::streamoff most) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  if (!std::getline(stream, text) || stream.eof()) return {};
  const std::streamoff begin = stream.tellg();
  const std::streamoff end = stream.seekg(0, std::ios::end).tellg();
  stream.seekg(std::max(begin, end - most));
  std::string cut;
  if (end - most > begin) std::getline(stream, cut);  // The rest of a row.
  text += '\n';
  text.append(std::istreambuf_iterator<char>(stream), {});
  return parse_log_table(text);
}

}  // namespace saccade
