#include "experiments/header/text/identifiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace saccade {

namespace {

// Of C++17 and C++20, with alternative tokens; then what some systems define as macros, and names
// that mean something at the global scope.
constexpr auto kReserved =
    std::to_array<std::string_view>({"alignas",       "alignof",     "and",
                                     "and_eq",        "asm",         "auto",
                                     "bitand",        "bitor",       "bool",
                                     "break",         "case",        "catch",
                                     "char",          "char16_t",    "char32_t",
                                     "char8_t",       "class",       "co_await",
                                     "co_return",     "co_yield",    "compl",
                                     "concept",       "const",       "const_cast",
                                     "consteval",     "constexpr",   "constinit",
                                     "continue",      "decltype",    "default",
                                     "delete",        "do",          "double",
                                     "dynamic_cast",  "else",        "enum",
                                     "explicit",      "export",      "extern",
                                     "false",         "float",       "for",
                                     "friend",        "goto",        "if",
                                     "inline",        "int",         "long",
                                     "mutable",       "namespace",   "new",
                                     "noexcept",      "not",         "not_eq",
                                     "nullptr",       "operator",    "or",
                                     "or_eq",         "private",     "protected",
                                     "public",        "register",    "reinterpret_cast",
                                     "requires",      "return",      "short",
                                     "signed",        "sizeof",      "static",
                                     "static_assert", "static_cast", "struct",
                                     "switch",        "template",    "this",
                                     "thread_local",  "throw",       "true",
                                     "try",           "typedef",     "typeid",
                                     "typename",      "union",       "unsigned",
                                     "using",         "virtual",     "void",
                                     "volatile",      "wchar_t",     "while",
                                     "xor",           "xor_eq",      "linux",
                                     "unix",          "near",        "far",
                                     "small",         "min",         "max",
                                     "assert",        "errno",       "interface",
                                     "std",           "main",        "major",
                                     "minor",         "stdin",       "stdout",
                                     "stderr",        "signal"});

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Of letters and digits, in lower case.
std::vector<std::string> words_of(std::string_view name, std::string_view noun) {
  std::vector<std::string> words(1);
  for (const char letter : name) {
    const char c = lowered(letter);
    if ((c >= 'a' && c <= 'z') || is_digit(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  if (words.empty() || is_digit(words.front().front()))
    words.insert(words.begin(), std::string(noun));
  return words;
}

}  // namespace

std::string snake_case(std::string_view name, std::string_view noun) {
  std::string result;
  for (const std::string& word : words_of(name, noun)) {
    result += result.empty() ? word : '_' + word;
  }
  const bool reserved = std::find(kReserved.begin(), kReserved.end(), result) != kReserved.end();
  return reserved ? result + '_' : result;
}

std::string pascal_case(std::string_view name, std::string_view noun) {
  std::string result;
  for (const std::string& word : words_of(name, noun)) {
    const char first = word.front();
    // Digits of two words must not run into one number.
    if (!result.empty() && is_digit(result.back()) && is_digit(first)) result += '_';
    result += is_digit(first) ? first : static_cast<char>(first - 'a' + 'A');
    result += word.substr(1);
  }
  return result;
}

std::string comment_text(std::string_view name) {
  // No backslash, which joins lines; no question mark, of which trigraphs are made; no star.
  constexpr std::string_view kPlain = " !\"#$%&'()+,-./:;<=>@[]^_|~";
  std::string result;
  for (const char c : name) {
    const bool letter = (lowered(c) >= 'a' && lowered(c) <= 'z') || is_digit(c);
    if (letter || kPlain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("{{{:02x}}}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return result;
}

std::string NameScope::add(const std::string& name) {
  std::string wanted = name;
  for (int number = 2; !taken_.insert(wanted).second; ++number) {
    wanted = fmt::format("{}_{}", name, number);
  }
  return wanted;
}

}  // namespace saccade
