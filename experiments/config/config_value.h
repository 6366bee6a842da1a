// A value of a configuration before it is known which key's it is.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace saccade {

/// A value as it stands in a file or on the command line.  An empty list is one of texts.
using ConfigValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>,
                                 std::vector<std::int64_t>>;

/// A value as TOML.
std::string format_value(const ConfigValue& value);

/// A number in the fewest digits that give it back, always with a point or an exponent.
std::string format_number(double number);
std::string format_number(float number);

/// What a value that older versions wrote is called now; any other value as it is.
ConfigValue renewed_value(const std::string& name, const ConfigValue& value);

}  // namespace saccade
