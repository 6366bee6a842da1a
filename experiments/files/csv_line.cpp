#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char letter : field)
    text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return text + '"';
}

/// The text of a quoted field whose first quote stands at `at`, which moves behind the last one.
std::optional<std::string> take_quoted(std::string_view line, std::size_t& at) {
  std::string field;
  for (++at; at < line.size(); ++at) {
    const bool is_quote = line[at] == '"';
    const bool is_double = is_quote && at + 1 < line.size() && line[at + 1] == '"';
    if (is_double) ++at;
    if (is_quote && !is_double) return ++at, field;
    field += line[at];
  }
  return std::nullopt;
}

std::optional<std::string> take_field(std::string_view line, std::size_t& at) {
  if (at < line.size() && line[at] == '"') return take_quoted(line, at);
  const std::size_t end = std::min(line.find(',', at), line.size());
  std::string field(line.substr(at, end - at));
  at = end;
  if (field.find('"') != std::string::npos) return std::nullopt;
  return field;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) line += (&field == &fields[0] ? "" : ",") + quoted(field);
  return line;
}

std::optional<std::vector<std::string>> parse_csv_line(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t at = 0;; ++at) {
    std::optional<std::string> field = take_field(line, at);
    if (!field) return std::nullopt;
    fields.push_back(std::move(*field));
    if (at == line.size()) return fields;
    if (line[at] != ',') return std::nullopt;
  }
}

std::optional<std::string_view> take_csv_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace saccade
