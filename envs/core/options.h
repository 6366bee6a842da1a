// Typed options of an environment or algorithm: declared with default, range and help; unknown ones
// are refused.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "envs/core/error.h"

namespace saccade {

using OptionValue = std::variant<bool, int, double, std::string, std::vector<std::string>>;

/// Declares one option.  The type of the default is the type of the option.
struct OptionSpec {
  std::string name;  ///< Lower case with underscores.
  OptionValue default_value;
  std::string help;                                       ///< One sentence, with the unit.
  double min = -std::numeric_limits<double>::infinity();  ///< For numbers.
  double max = std::numeric_limits<double>::infinity();
  /// For strings, and those of a list: what is allowed; empty: anything.
  std::vector<std::string> choices{};
  /// Of a whole number that says how many entities there are: the types that it counts.  Options
  /// that count the same ones belong together: the fewest and the most.
  std::vector<std::string> counts{};
};

/// What an option accepts: "a whole number in [0, 8]", "one of discrete, continuous".
std::string accepted_values(const OptionSpec& spec);

/// The values of options, each one declared and in range.
class Options {
 public:
  Options() = default;
  explicit Options(std::vector<OptionSpec> specs) : specs_(std::move(specs)) {
    for (const OptionSpec& spec : specs_) values_.push_back(spec.default_value);
  }

  /// Sets one option.  Throws Error for an unknown name, a wrong type or a value out of range.
  /// An integer is accepted where a double is wanted.  `label` is what messages call the option.
  void set(std::string_view name, const OptionValue& value) {
    set(name, value, "option " + std::string(name));
  }
  void set(std::string_view name, const OptionValue& value, const std::string& label);

  template <class Value>
  const Value& get(std::string_view name) const {
    return std::get<Value>(values_[index_of(name)]);
  }

  const std::vector<OptionSpec>& specs() const { return specs_; }
  const std::vector<OptionValue>& values() const { return values_; }

 private:
  std::size_t index_of(std::string_view name) const;

  std::vector<OptionSpec> specs_;
  std::vector<OptionValue> values_;
};

/// The candidate nearest to `name` in edit distance, or "" when none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace saccade

#include "envs/core/options_inl.h"
