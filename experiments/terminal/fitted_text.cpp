#include "experiments/terminal/fitted_text.h"

#include <algorithm>
#include <sstream>

namespace saccade {
namespace {

constexpr const char* kEllipsis = "…";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

constexpr std::size_t kGap = 2;  // Between items.

/// The first `count` items, and an ellipsis if there are more.
std::string joined(const std::vector<NamedText>& items, std::size_t count,
                   std::size_t name_columns) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [name, value] = items[i];
    text += (i == 0 ? "" : std::string(kGap, ' ')) + shortened(name, name_columns) + " " + value;
  }
  if (count == items.size()) return text;
  return text.empty() ? kEllipsis : text + std::string(kGap, ' ') + kEllipsis;
}

/// Columns of that text with values as long as they may become.
std::size_t planned(const std::vector<NamedText>& items, std::size_t count,
                    std::size_t name_columns, std::size_t value_columns) {
  std::size_t columns = columns_of(joined(items, count, name_columns));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t found = columns_of(items[i].second);
    columns += std::max(found, value_columns) - found;
  }
  return columns;
}

std::string folded_paragraph(const std::string& text, const Folding& folding) {
  std::istringstream words(text);
  std::string result, word;
  std::size_t columns = 0;  // Of the last line.
  while (words >> word) {
    const std::size_t more = columns_of(word);
    const bool begins = columns == 0 || columns + 1 + more > folding.columns;
    if (begins) {
      result += (columns == 0 ? "" : "\n") + std::string(folding.indent, ' ') + word;
      columns = folding.indent + more;
    } else {
      result += ' ' + word;
      columns += 1 + more;
    }
  }
  return result.empty() ? "" : result + '\n';
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::size_t bytes_of(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (is_continuation(text[end])) continue;
    if (columns == 0) break;
    --columns;
  }
  return end;
}

std::string shortened(const std::string& text, std::size_t columns) {
  if (columns_of(text) <= columns) return text;
  if (columns == 0) return "";
  std::string_view kept(text.data(), bytes_of(text, columns - 1));
  while (kept.ends_with(' ')) kept.remove_suffix(1);
  return std::string(kept) + kEllipsis;
}

std::string folded(const std::string& text, const Folding& folding) {
  const std::size_t end = text.find("\n\n");
  if (end == std::string::npos) return folded_paragraph(text, folding);
  return folded_paragraph(text.substr(0, end), folding) + '\n' +
         folded(text.substr(end + 2), folding);
}

std::string fitted(const std::vector<NamedText>& items, const FittedText& room) {
  std::size_t longest = 0;
  for (const auto& [name, value] : items) longest = std::max(longest, columns_of(name));
  const std::size_t least = std::min(room.least_name, longest);
  for (std::size_t count = items.size() + 1; count-- > 0;) {
    for (std::size_t most = longest + 1; most-- > least;) {
      if (planned(items, count, most, room.value_columns) > room.columns) continue;
      return joined(items, count, most);
    }
  }
  return "";
}

}  // namespace saccade
