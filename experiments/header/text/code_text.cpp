#include "experiments/header/text/code_text.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>

namespace saccade {

namespace {

constexpr std::size_t kLineWidth = 100;

/// The shortest digits that are read back exactly, with a point or an exponent.
template <class Number>
std::string digits_of(Number number) {
  assert(std::isfinite(number));
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

template <class Number>
std::string array_of(const char* type, const std::string& name, std::span<const Number> numbers) {
  assert(!numbers.empty());
  std::string text = fmt::format("alignas(64) inline constexpr {} {}[] = {{\n    ", type, name);
  std::size_t width = 4;
  for (const Number number : numbers) {
    const std::string item = literal(number) + ',';
    if (width + item.size() > kLineWidth) {
      text += "\n    ";
      width = 4;
    }
    text += item;
    width += item.size();
  }
  text.pop_back();
  return text + "};\n";
}

}  // namespace

std::string filled(std::string_view text, std::initializer_list<std::string> values) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool mark = text[i] == '$' && i + 1 < text.size();
    if (!mark) {
      result += text[i];
      continue;
    }
    const auto number = static_cast<std::size_t>(text[++i] - '1');
    assert(number < values.size());
    result += *(values.begin() + number);
  }
  return result;
}

std::string literal(float number) {
  return digits_of(number) + 'F';
}

std::string literal(double number) {
  return digits_of(number);
}

std::string array_code(const std::string& name, std::span<const float> numbers) {
  return array_of("float", name, numbers);
}

std::string array_code(const std::string& name, std::span<const double> numbers) {
  return array_of("double", name, numbers);
}

}  // namespace saccade
