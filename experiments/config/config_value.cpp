#include "experiments/config/config_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace saccade {
namespace {

std::string with_point(std::string text) {
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string quote(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace

std::string format_number(double number) {
  return with_point(fmt::format("{}", number));
}
std::string format_number(float number) {
  return with_point(fmt::format("{}", number));
}

std::string format_value(const ConfigValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return quote(*text);
  if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value)) {
    return fmt::format("[{}]", fmt::join(*numbers, ", "));
  }
  std::vector<std::string> quoted;
  for (const std::string& text : std::get<std::vector<std::string>>(value)) {
    quoted.push_back(quote(text));
  }
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

ConfigValue renewed_value(const std::string& name, const ConfigValue& value) {
  const bool* found = std::get_if<bool>(&value);
  if (name != "ppo.normalise_advantages" || !found) return value;
  return std::string(*found ? "minibatch" : "none");
}

}  // namespace saccade
