// Reading tensors whose values must lie within bounds: whoever wrote the file may have been
// mistaken.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/state/tensors.h"

namespace saccade {

/// Throws Error naming the first value for which `holds(value)` is false.
template <class T, class Holds>
void check_values(const std::string& name, const std::vector<T>& values, Holds holds,
                  const char* wanted) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (holds(values[i])) continue;
    throw Error(fmt::format("checkpoint: tensor '{}' holds {} at place {}, wanted {}", name,
                            values[i], i, wanted));
  }
}

template <class T>
void check_finite(const std::string& name, const std::vector<T>& values) {
  check_values(
      name, values, [](T value) { return std::isfinite(value); }, "finite numbers");
}

/// As read_sized; throws Error too when one of the values is not finite.
template <class T>
std::vector<T> read_finite(const TensorMap& tensors, const std::string& name, std::size_t size) {
  std::vector<T> values = read_sized<T>(tensors, name, size);
  check_finite(name, values);
  return values;
}

/// The same for values that must not be negative.
template <class T>
std::vector<T> read_not_negative(const TensorMap& tensors, const std::string& name,
                                 std::size_t size) {
  std::vector<T> values = read_finite<T>(tensors, name, size);
  check_values(
      name, values, [](T value) { return value >= 0; }, "0 or more");
  return values;
}

/// Whole numbers that count something: 0 to kMostCounted.
inline constexpr std::int64_t kMostCounted = std::int64_t{1} << 53;  ///< All are exact as a double.

template <class T>
std::vector<T> read_counts(const TensorMap& tensors, const std::string& name, std::size_t size) {
  std::vector<T> values = read_sized<T>(tensors, name, size);
  check_values(
      name, values, [](T value) { return value >= T{0} && value <= static_cast<T>(kMostCounted); },
      "a count from 0 to 2^53");
  return values;
}

}  // namespace saccade
