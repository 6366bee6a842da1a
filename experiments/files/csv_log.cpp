#include "experiments/files/csv_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "envs/core/error.h"
#include "experiments/files/atomic_file.h"
#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = 1 << 30;

std::string format_field(double value) {
  return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

/// The last line but the header, without its end; empty if there is none.
std::string last_row_of(const std::string& text) {
  if (std::count(text.begin(), text.end(), '\n') < 2) return "";
  const std::size_t begin = text.rfind('\n', text.size() - 2) + 1;
  return text.substr(begin, text.size() - 1 - begin);
}

/// "metrics.csv.damaged", or with -2, -3, ... the first that does not exist.
fs::path free_name(const fs::path& file) {
  fs::path name = file.string() + ".damaged";
  for (int number = 2; fs::exists(name); ++number) {
    name = fmt::format("{}.damaged-{}", file.string(), number);
  }
  return name;
}

}  // namespace

CsvLog::CsvLog(fs::path file, const std::vector<std::string>& columns,
               const std::optional<LogEnd>& end)
    : file_(std::move(file)), columns_(columns), text_(csv_line(columns) + "\n") {
  if (end) recover(*end);
}

void CsvLog::recover(const LogEnd& end) {
  if (!fs::exists(file_)) {
    notes_.push_back(fmt::format("'{}' is missing: a new one is begun", file_.string()));
    return;
  }
  found_ = read_file(file_, kMaxBytes);
  RecoveredLog log = recover_log(*found_, columns_, end, file_.string());
  text_ = std::move(log.text);
  last_row_ = last_row_of(text_);
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(kMost, log.damage.size()); ++i) {
    notes_.push_back(fmt::format("'{}', {}", file_.string(), log.damage[i]));
  }
  if (log.damage.size() > kMost) {
    notes_.push_back(fmt::format("'{}': {} more", file_.string(), log.damage.size() - kMost));
  }
}

void CsvLog::open() {
  if (found_ != text_) {
    if (found_ && !notes_.empty()) keep_damaged();
    write_atomically(file_, text_);
  }
  growing_.emplace(file_);
}

void CsvLog::keep_damaged() {
  const fs::path copy = free_name(file_);
  write_atomically(copy, *found_);
  notes_.push_back(
      fmt::format("the old '{}' is kept as '{}'", file_.string(), copy.filename().string()));
}

void CsvLog::append(std::int64_t step, const std::vector<double>& values) {
  std::string row = std::to_string(step);
  for (const double value : values) row += "," + format_field(value);
  growing_->append(row + "\n");
  last_row_ = row;
}

std::optional<double> CsvLog::last(const std::string& column) const {
  const auto fields = parse_csv_line(last_row_);
  const auto wanted = std::find(columns_.begin(), columns_.end(), column) - columns_.begin();
  if (!fields || wanted >= std::ssize(*fields)) return std::nullopt;
  const std::string& field = (*fields)[static_cast<std::size_t>(wanted)];
  if (field.empty()) return std::nullopt;
  double value = 0;
  std::from_chars(field.data(), field.data() + field.size(), value);
  return value;
}

void CsvLog::sync() {
  growing_->sync();
}

}  // namespace saccade
