// The check of names: they end up in files' columns and tensors, on terminals and in windows.  What
// they may hold: observation_space.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/error.h"
#include "envs/core/observation_space.h"

namespace saccade::detail {

/// The character that begins at `at`, which moves behind it; -1 when it is not UTF-8.
inline std::int32_t take_character(const std::string& text, std::size_t& at) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(at);
  const std::size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  std::uint32_t code = more == 0 ? first : first & (0x3fU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return -1;
    code = (code << 6) | (byte(at + i) & 0x3fU);
  }
  at += more + 1;
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  const bool is_lead = first < 0x80 || (first >= 0xc2 && first < 0xf5);
  const bool is_valid = is_lead && code >= kSmallest[more] && code <= 0x10ffff && !is_surrogate;
  return is_valid ? static_cast<std::int32_t>(code) : -1;
}

/// Characters that a terminal or an editor obeys instead of showing: controls, line and paragraph
/// separators, and those that turn the direction of writing.
inline bool is_obeyed(std::int32_t code) {
  const auto within = [code](std::int32_t low, std::int32_t high) {
    return code >= low && code <= high;
  };
  return within(0, 0x1f) || within(0x7f, 0x9f) || within(0x200e, 0x200f) ||
         within(0x2028, 0x202e) || within(0x2066, 0x2069) || code == 0x61c || code == 0xfeff;
}

inline bool is_printable_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t code = take_character(text, at);
    if (code < 0 || is_obeyed(code)) return false;
  }
  return true;
}

/// For a message: what is not plain ASCII as \xNN.
inline std::string escaped(const std::string& text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte < 0x7f) {
      result += letter;
    } else {
      result += std::string("\\x") + kDigits[byte >> 4] + kDigits[byte & 0xf];
    }
  }
  return result + '"';
}

inline void check_name(const std::string& thing, const std::string& name) {
  want(!name.empty(), thing, "an empty name", "a name");
  want(name.size() <= kLongestName, thing,
       "a name of " + std::to_string(name.size()) + " bytes, " +
           escaped(name.substr(0, kLongestName)) + "...",
       "at most " + std::to_string(kLongestName));
  want(is_printable_utf8(name), thing, "the name " + escaped(name),
       "printable characters, in UTF-8");
}

inline void check_names(const std::string& thing, const std::vector<std::string>& names) {
  for (const std::string& name : names) check_name(thing, name);
}

inline void want_distinct_names(const std::string& thing, std::vector<std::string> names) {
  check_names(thing, names);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  want(twice == names.end(), thing, twice == names.end() ? "" : *twice + " twice",
       "different names");
}

}  // namespace saccade::detail
