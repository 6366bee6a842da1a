#include "experiments/terminal/fitted_text.h"

#include <algorithm>

namespace saccade {
namespace {

constexpr const char* kEllipsis = "…";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string joined(const std::vector<NamedText>& items, std::size_t name_columns) {
  std::string text;
  for (const auto& [name, value] : items) {
    text += (text.empty() ? "" : "  ") + shortened(name, name_columns) + " " + value;
  }
  return text;
}

/// The first items, as many as fit, and an ellipsis.
std::string first_of(std::vector<NamedText> items, std::size_t columns, std::size_t name_columns) {
  while (!items.empty()) {
    items.pop_back();
    std::string text = joined(items, name_columns) + "  " + kEllipsis;
    if (columns_of(text) <= columns) return items.empty() ? kEllipsis : text;
  }
  return "";
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

std::string fitted(const std::vector<NamedText>& items, std::size_t columns,
                   std::size_t least_name) {
  std::size_t longest = 0;
  for (const auto& [name, value] : items) longest = std::max(longest, columns_of(name));
  for (std::size_t most = longest; most >= std::min(least_name, longest); --most) {
    std::string text = joined(items, most);
    if (columns_of(text) <= columns) return text;
    if (most == 0) break;
  }
  return first_of(items, columns, std::min(least_name, longest));
}

}  // namespace saccade
