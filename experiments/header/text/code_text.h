// Pieces of C++ code as text.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace saccade {

/// A text in which $1, $2, ... $9 are the values.
std::string filled(std::string_view text, std::initializer_list<std::string> values);

/// A literal that is read back as exactly this number, which is finite: "0.25F", "1e-05F".
std::string literal(float number);
std::string literal(double number);

/// "alignas(64) inline constexpr float kName[] = {...};", in lines.  At least one number.
std::string array_code(const std::string& name, std::span<const float> numbers);
std::string array_code(const std::string& name, std::span<const double> numbers);

}  // namespace saccade
