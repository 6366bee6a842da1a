// Setting the fields behind configuration keys, and telling what they hold and accept.
#pragma once

#include <cstddef>
#include <string>

#include "experiments/config/config_keys.h"
#include "experiments/config/config_value.h"

namespace saccade {

/// The most numbers in a list that is the value of a key.
inline constexpr std::size_t kMostListed = 16;

/// Sets the key's field.  An integer is accepted where a number is wanted, and a number without
/// fraction ("1e6") where an integer is.  Throws Error naming key, value found and value wanted.
void set_field(const ConfigKey& key, const ConfigValue& value, ExperimentConfig& config);

/// The field's value as TOML.
std::string format_field(const ConfigKey& key, const ExperimentConfig& config);

/// What the key accepts: "integer in [1, 100000]", "one of attention, mean_pool, ...".
std::string describe_type(const ConfigKey& key);

/// A value in the type that the option is declared with, where it fits.  A text alone is a list of
/// one, as a command line has it.
OptionValue to_option(const OptionSpec& spec, const ConfigValue& value);

/// Whether `key` is an argument of an environment in Python, env.KEY without an option of its own
/// or env.kwargs; then it is set.
bool set_argument(Options& options, const std::string& key, const ConfigValue& value);

/// Reads the text after "key=" of a `--set`: a TOML value (of lists, those of texts
/// or whole numbers), or else a text without quotes.
ConfigValue parse_value(const std::string& text);

}  // namespace saccade
