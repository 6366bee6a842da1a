#include "experiments/plot/markup.h"

#include <algorithm>

#include <fmt/format.h>

namespace saccade {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// Bytes of the UTF-8 sequence that begins with `first`; 0 for a byte that begins none.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

/// One character of a text and the bytes that it takes; the value U+FFFD for what is no UTF-8.
struct CodePoint {
  char32_t value = 0xFFFD;
  std::string_view bytes;
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = sequence_length(first);
  if (length == 0 || at + length > text.size()) return {0xFFFD, text.substr(at, 1)};
  char32_t value = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return {0xFFFD, text.substr(at, 1)};
    value = value << 6U | (next & 0x3FU);
  }
  const bool too_long = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (too_long || value > 0x10FFFF) return {0xFFFD, text.substr(at, 1)};
  return {value, text.substr(at, length)};
}

/// Characters of XML 1.0 (section 2.2), without those that reorder writing (UAX 9).
bool is_shown(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n';
  if (c >= 0x7F && c < 0xA0) return false;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return false;
  return (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
}

std::string_view entity(char32_t c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
  }
}

/// Share of the font size; those of DejaVu Sans, which is wider than most.
double relative_width(char32_t c) {
  constexpr std::string_view kNarrowOnes = "iljtfrI.,:;'|!()[] ";
  constexpr std::string_view kWideOnes = "mwMW%@";
  if (c >= 0x1100) return c >= 0x2000 && c < 0x2E80 ? 0.8 : 1.0;
  if (c >= 0x80) return 0.7;
  if (kNarrowOnes.find(static_cast<char>(c)) != std::string_view::npos) return 0.38;
  if (kWideOnes.find(static_cast<char>(c)) != std::string_view::npos) return 0.95;
  return c >= 'A' && c <= 'Z' ? 0.7 : 0.62;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    const std::string_view name = entity(c.value);
    const bool stays = c.value != 0xFFFD && is_shown(c.value);
    result += !name.empty() ? name : stays ? c.bytes : kReplacement;
    at += c.bytes.size();
  }
  return result;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += code_point_at(text, at).bytes.size()) ++count;
  return count;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (character_count(text) <= most) return std::string(text);
  std::size_t at = 0;
  for (std::size_t count = 0; count + 1 < most; ++count) at += code_point_at(text, at).bytes.size();
  return std::string(text.substr(0, at)) + std::string(kEllipsis);
}

std::string coordinate(double number) {
  std::string text = fmt::format("{:.2f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

double text_width(std::string_view text, double font_size) {
  double width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    width += relative_width(c.value);
    at += c.bytes.size();
  }
  return width * font_size;
}

std::string fitted(std::string_view text, double width, double font_size) {
  std::string result(text);
  for (std::size_t most = character_count(text); most > 1; --most) {
    if (text_width(result, font_size) <= width) break;
    result = shortened(text, most - 1);
  }
  return result;
}

}  // namespace saccade
