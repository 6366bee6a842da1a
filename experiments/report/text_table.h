// Tables of text, for a terminal or as Markdown.
#pragma once

#include <string>
#include <vector>

namespace saccade {

struct TextTable {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< A cell for each column.
  std::string note{};                          ///< A line or a few below; may be empty.
};

/// Columns as wide as they must be, the first one to the left and the others to the right.
std::string table_text(const TextTable& table);

/// The same as a Markdown table.
std::string table_markdown(const TextTable& table);

}  // namespace saccade
