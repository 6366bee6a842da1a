#include "experiments/files/csv_recovery.h"

#include <fmt/format.h>

#include <algorithm>

#include "envs/core/error.h"
#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

using Columns = std::vector<std::string>;

/// Fit for a message: short, and nothing that a terminal obeys.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string result(text.substr(0, kMost));
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return "'" + result + (text.size() > kMost ? "...'" : "'");
}

std::string shown(std::optional<std::int64_t> step) {
  return step ? std::to_string(*step) : "none";
}

/// A line of the file; what is wrong with it, or its step.
struct Row {
  int line;
  std::string text;
  std::int64_t step = -1;
  std::string flaw = {};
};

std::string flaw_of_numbers(const Columns& fields, const Columns& columns) {
  for (std::size_t i = 1; i < fields.size(); ++i) {
    if (fields[i].empty() || number_in_field<double>(fields[i])) continue;
    return fmt::format("found {} in column {}, wanted a number", shown(fields[i]),
                       shown(columns[i]));
  }
  return "";
}

Row read_row(std::string_view text, int line, const Columns& columns) {
  Row row{line, std::string(text)};
  const auto fields = parse_csv_line(text);
  if (!fields || fields->size() != columns.size()) {
    row.flaw = fmt::format("found {}, wanted {} fields", shown(text), columns.size());
    return row;
  }
  row.text = csv_line(*fields);
  row.step = number_in_field<std::int64_t>(fields->front()).value_or(-1);
  row.flaw = row.step >= 0
                 ? flaw_of_numbers(*fields, columns)
                 : fmt::format("found the step {}, wanted a whole number", shown(fields->front()));
  return row;
}

std::vector<Row> read_rows(std::string_view text, const Columns& columns) {
  std::vector<Row> rows;
  for (int line = 2; const auto found = take_csv_line(text); ++line) {
    rows.push_back(read_row(*found, line, columns));
  }
  return rows;
}

/// A step that does not fit between its neighbours is a flaw too.  Of two that are in disorder, the
/// one that the row after them contradicts is the wrong one.
void mark_disorder(std::vector<Row>& rows) {
  std::vector<Row*> whole;
  for (Row& row : rows) {
    if (row.flaw.empty()) whole.push_back(&row);
  }
  std::int64_t before = -1;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Row& row = *whole[i];
    const auto step_after = [&](std::size_t rows_on, std::int64_t otherwise) {
      return i + rows_on < whole.size() ? whole[i + rows_on]->step : otherwise;
    };
    const std::int64_t next = step_after(1, row.step + 1), second = step_after(2, row.step);
    if (row.step <= before) {
      row.flaw = fmt::format("found the step {}, wanted more than {}", row.step, before);
    } else if (row.step >= next && next > before && row.step >= second) {
      row.flaw = fmt::format("found the step {}, wanted less than {}", row.step, next);
    } else {
      before = row.step;
    }
  }
}

void check_header(std::optional<std::string_view> line, const Columns& columns,
                  const std::string& name) {
  if (line && parse_csv_line(*line) == columns) return;
  throw Error(fmt::format("'{}': found the columns {}, wanted '{}'", name,
                          line ? shown(*line) : "nothing", csv_line(columns)));
}

}  // namespace

RecoveredLog recover_log(std::string_view text, const Columns& columns, const LogEnd& end,
                         const std::string& name) {
  check_header(take_csv_line(text), columns, name);
  std::vector<Row> rows = read_rows(text, columns);
  mark_disorder(rows);
  RecoveredLog log{csv_line(columns) + "\n", {}};
  std::optional<std::int64_t> last;
  bool is_dropped = false;  // The row before: it is told already.
  for (const Row& row : rows) {
    if (!row.flaw.empty()) {
      log.damage.push_back(fmt::format("line {}: {}", row.line, row.flaw));
    } else if (row.step <= end.step) {
      const std::int64_t wanted = last.value_or(0) + end.stride;
      if (end.stride > 0 && row.step != wanted && !is_dropped) {
        log.damage.push_back(
            fmt::format("line {}: found the step {}, wanted {}", row.line, row.step, wanted));
      }
      log.text += row.text + "\n";
      last = row.step;
    }
    is_dropped = !row.flaw.empty();
  }
  if (last != end.last_row) {
    log.damage.push_back(fmt::format("found {} as the last step up to {}, wanted {}", shown(last),
                                     end.step, shown(end.last_row)));
  }
  return log;
}

}  // namespace saccade
