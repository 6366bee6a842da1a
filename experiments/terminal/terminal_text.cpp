#include "experiments/terminal/terminal_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace saccade {
namespace {

/// A character of UTF-8 and the number of its bytes.
struct Character {
  std::uint32_t code;
  std::size_t size;
};

/// The character at the beginning of a text that is not empty, or nothing when its bytes are no
/// UTF-8: stray, cut off, longer than necessary, surrogates, beyond the last character.
std::optional<Character> first_character(std::string_view text) {
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // By the number of bytes.
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return Character{lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc0 || lead >= 0xf8 || size > text.size()) return std::nullopt;
  std::uint32_t code = lead & (0x7fU >> size);
  for (const char c : text.substr(1, size - 1)) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80) return std::nullopt;
    code = (code << 6) | (static_cast<unsigned char>(c) & 0x3fU);
  }
  if (code < kLeast[size] || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    return std::nullopt;
  }
  return Character{code, size};
}

bool is_control(std::uint32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
}

/// Line separators, and the marks by which a text can be shown in another order than it has:
/// https://www.unicode.org/reports/tr9/, section 2.
bool reorders(std::uint32_t code) {
  return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::optional<Character> character = first_character(text);
    const std::size_t size = character ? character->size : 1;
    if (!character || is_control(character->code)) {
      const auto value = character ? character->code : static_cast<unsigned char>(text.front());
      result += fmt::format("\\x{:02x}", value);
    } else if (reorders(character->code)) {
      result += fmt::format("\\u{:04x}", character->code);
    } else {
      result += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return result;
}

std::string shell_quoted(const std::string& path) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+,@";
  std::string argument = path.starts_with('-') ? "./" + path : path;
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) return argument;
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace saccade
