// Whether a text is well-formed XML, as far as our own writer could get it wrong.
#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace saccade::testing {

/// Whether every & begins one of the entities that we write, and no < stands in the text.
inline bool is_clean_text(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    bool known = false;
    for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      known = known || text.substr(at).starts_with(entity);
    }
    if (!known) return false;
  }
  return text.find('<') == std::string_view::npos;
}

/// The end of the tag that begins at `at`: behind its '>', which may not stand in quotes.
inline std::size_t end_of_tag(std::string_view text, std::size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '>' && !quoted) return at + 1;
  }
  return std::string_view::npos;
}

/// What is wrong first; "" for a well-formed text.
inline std::string markup_fault(std::string_view text) {
  std::vector<std::string> open;
  std::size_t at = 0;
  while (true) {
    const std::size_t next = text.find('<', at);
    if (!is_clean_text(text.substr(at, next == std::string_view::npos ? next : next - at))) {
      return "text: " + std::string(text.substr(at, 60));
    }
    if (next == std::string_view::npos) break;
    at = end_of_tag(text, next);
    if (at == std::string_view::npos) return "tag without end";
    const std::string_view tag = text.substr(next + 1, at - next - 2);
    if (tag.starts_with('?') || tag.starts_with('!')) continue;
    if (!is_clean_text(tag)) return "attribute: " + std::string(tag.substr(0, 60));
    const bool closes = tag.starts_with('/');
    std::size_t end = closes ? 1 : 0;
    while (end < tag.size() && std::isalnum(static_cast<unsigned char>(tag[end])) != 0) ++end;
    const std::string name(tag.substr(closes ? 1 : 0, closes ? end - 1 : end));
    if (closes) {
      if (open.empty() || open.back() != name) return "closes what is not open: " + name;
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

/// How often a piece stands in a text.
inline int occurrences(std::string_view text, std::string_view piece) {
  int count = 0;
  for (std::size_t at = text.find(piece); at != std::string_view::npos;
       at = text.find(piece, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace saccade::testing
