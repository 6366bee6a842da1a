#include "experiments/report/text_table.h"

#include <algorithm>

namespace saccade {
namespace {

/// Characters, not bytes: the first byte of each is not of the form 10xxxxxx.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80;
  }));
}

std::vector<std::size_t> widths_of(const TextTable& table) {
  std::vector<std::size_t> widths;
  for (const std::string& column : table.columns) widths.push_back(width_of(column));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], width_of(row[i]));
  }
  return widths;
}

std::string aligned(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string space(widths[i] - width_of(cells[i]), ' ');
    line += i == 0 ? cells[i] + space : "  " + space + cells[i];
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return "  " + line + "\n";
}

/// A bar would end the cell, and a line break the table.
std::string markdown_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) cell += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  return cell;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + markdown_cell(cell) + " |";
  return line + "\n";
}

}  // namespace

std::string table_text(const TextTable& table) {
  const std::vector<std::size_t> widths = widths_of(table);
  std::string text = table.title + "\n";
  if (!table.rows.empty()) text += aligned(table.columns, widths);
  for (const auto& row : table.rows) text += aligned(row, widths);
  return table.note.empty() ? text : text + "  " + table.note + "\n";
}

std::string table_markdown(const TextTable& table) {
  std::string text = "**" + table.title + "**\n\n";
  if (!table.rows.empty()) {
    text += markdown_row(table.columns) + "|---|";
    for (std::size_t i = 1; i < table.columns.size(); ++i) text += "---|";
    text += "\n";
    for (const auto& row : table.rows) text += markdown_row(row);
  }
  return table.note.empty() ? text : text + "\n" + table.note + "\n";
}

}  // namespace saccade
