#include "experiments/config/config_schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>

#include "envs/gym/gym_options.h"
#include "experiments/config/config_choices.h"

namespace saccade {
namespace {

/// Whether a type's values have names.
template <class Value>
constexpr bool kIsChoice = std::is_enum_v<Value> || std::is_pointer_v<Value>;

template <class Value>
std::string choice_names() {
  std::vector<std::string> names;
  for (const auto& choice : choices(Value{})) names.emplace_back(choice.name);
  return fmt::format("one of {}", fmt::join(names, ", "));
}

std::string describe_range(const char* type, const ConfigKey& key) {
  if (std::isinf(key.min)) return type;
  if (std::isinf(key.max)) return fmt::format("{} of at least {}", type, key.min);
  return fmt::format("{} in [{}, {}]", type, key.min, key.max);
}

[[noreturn]] void refuse(const ConfigKey& key, const ConfigValue& value) {
  const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value);
  const bool is_long = numbers && numbers->size() > kMostListed;
  throw Error(
      fmt::format("{}: found {}, wanted {}", key.name,
                  is_long ? fmt::format("a list of {}", numbers->size()) : format_value(value),
                  describe_type(key)));
}

std::optional<double> as_number(const ConfigValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

std::optional<std::int64_t> as_integer(const ConfigValue& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: beyond it doubles skip integers.
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  const auto* number = std::get_if<double>(&value);
  if (!number || std::abs(*number) > kExact || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

/// Gives a value to a field of one type, or says that it does not fit.
struct Assign {
  const ConfigKey& key;
  const ConfigValue& value;

  bool in_range(double number) const { return number >= key.min && number <= key.max; }

  bool operator()(bool* field) const {
    const bool* found = std::get_if<bool>(&value);
    if (found) *field = *found;
    return found != nullptr;
  }
  bool operator()(float* field) const {
    const std::optional<double> number = as_number(value);
    if (!number || !in_range(*number)) return false;
    *field = static_cast<float>(*number);
    return true;
  }
  template <class Integer>
  requires std::is_integral_v<Integer>
  bool operator()(Integer* field) const {
    const std::optional<std::int64_t> integer = as_integer(value);
    if (!integer || !in_range(static_cast<double>(*integer))) return false;
    *field = static_cast<Integer>(*integer);
    return true;
  }
  bool operator()(std::vector<int>* field) const {
    if (value == ConfigValue(std::vector<std::string>())) {
      field->clear();
      return true;
    }
    const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value);
    if (!numbers || numbers->size() > kMostListed) return false;
    for (const std::int64_t number : *numbers) {
      if (!in_range(static_cast<double>(number))) return false;
    }
    field->assign(numbers->begin(), numbers->end());
    return true;
  }
  template <class Enum>
  requires kIsChoice<Enum>
  bool operator()(Enum* field) const {
    const auto* name = std::get_if<std::string>(&value);
    for (const auto& choice : choices(Enum{})) {
      if (!name || *name != choice.name) continue;
      *field = choice.value;
      return true;
    }
    return false;
  }
};

struct Format {
  std::string operator()(const bool* field) const { return *field ? "true" : "false"; }
  std::string operator()(const float* field) const { return format_number(*field); }
  std::string operator()(const std::vector<int>* field) const {
    return fmt::format("[{}]", fmt::join(*field, ", "));
  }
  template <class Integer>
  requires std::is_integral_v<Integer> std::string operator()(const Integer* field) const {
    return std::to_string(*field);
  }
  template <class Enum>
  requires kIsChoice<Enum> std::string operator()(const Enum* field) const {
    for (const auto& choice : choices(Enum{})) {
      if (choice.value == *field) return fmt::format("\"{}\"", choice.name);
    }
    return "\"\"";
  }
};

}  // namespace

void set_field(const ConfigKey& key, const ConfigValue& value, ExperimentConfig& config) {
  if (!std::visit(Assign{key, value}, key.field(config))) refuse(key, value);
}

std::string format_field(const ConfigKey& key, const ExperimentConfig& config) {
  ExperimentConfig copy = config;
  return std::visit([](auto* field) { return Format{}(field); }, key.field(copy));
}

std::string describe_type(const ConfigKey& key) {
  ExperimentConfig config;
  return std::visit(
      [&key](auto* field) -> std::string {
        using Value = std::remove_pointer_t<decltype(field)>;
        if constexpr (std::is_same_v<Value, bool>) return "true or false";
        if constexpr (kIsChoice<Value>) return choice_names<Value>();
        if constexpr (std::is_same_v<Value, std::vector<int>>) {
          return fmt::format("a list of at most {} whole numbers in [{}, {}]", kMostListed, key.min,
                             key.max);
        }
        return describe_range(std::is_floating_point_v<Value> ? "a number" : "a whole number", key);
      },
      key.field(config));
}

OptionValue to_option(const OptionSpec& spec, const ConfigValue& value) {
  constexpr double kMost = std::numeric_limits<int>::max();
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return *texts;
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool is_list = std::holds_alternative<std::vector<std::string>>(spec.default_value);
    return is_list ? OptionValue(std::vector{*text}) : OptionValue(*text);
  }
  const bool is_list =
      std::holds_alternative<std::vector<std::int64_t>>(value);  // No option is one.
  if (is_list || std::holds_alternative<std::string>(spec.default_value)) {
    return format_value(value);
  }
  const auto* integer = std::get_if<std::int64_t>(&value);
  const double number = integer ? static_cast<double>(*integer) : std::get<double>(value);
  const bool whole = integer || std::holds_alternative<int>(spec.default_value);
  if (whole && std::abs(number) <= kMost && number == static_cast<int>(number)) {
    return static_cast<int>(number);
  }
  return number;
}

bool set_argument(Options& options, const std::string& key, const ConfigValue& value) {
  constexpr std::string_view kPrefix = "env.";
  if (!key.starts_with(kPrefix)) return false;
  const std::string name = key.substr(kPrefix.size());
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  if (name == kGymArguments) return texts && !texts->empty() && add_gym_arguments(options, *texts);
  const bool is_option = std::any_of(options.specs().begin(), options.specs().end(),
                                     [&name](const OptionSpec& spec) { return spec.name == name; });
  return !is_option && add_gym_arguments(options, {name + "=" + format_value(value)});
}

}  // namespace saccade
