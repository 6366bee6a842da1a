// The one table of configuration keys.
//
// A key's type is the type of the field that it points to; its default is what that field holds in
// a fresh ExperimentConfig.  Options of the environment ("env.<option>") are not in the table: each
// environment declares its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// A value as it stands in a file or on the command line.
using ConfigValue = std::variant<bool, std::int64_t, double, std::string>;

/// Where a key's value is kept.
using ConfigField =
    std::variant<bool*, int*, std::int64_t*, std::uint64_t*, float*, nn::EncoderKind*,
                 nn::Activation*, nn::AttentionKind*, nn::PositionKind*, nn::Fusion*>;

struct ConfigKey {
  const char* name;  ///< Dotted: "ppo.learning_rate".
  ConfigField (*field)(ExperimentConfig&);
  double min, max;   ///< Of numbers, both included.
  const char* help;  ///< One sentence, with the unit.
};

/// Every key except env.id, env.<option> and plugins; keys of one section stand together.
const std::vector<ConfigKey>& config_keys();

/// Sets the key's field.  An integer is accepted where a number is wanted, and a number without
/// fraction ("1e6") where an integer is.  Throws Error naming key, value found and value wanted.
void set_field(const ConfigKey& key, const ConfigValue& value, ExperimentConfig& config);

/// The field's value as TOML.
std::string format_field(const ConfigKey& key, const ExperimentConfig& config);

/// What the key accepts: "integer in [1, 100000]", "one of attention, mean_pool, ...".
std::string describe_type(const ConfigKey& key);

/// A value as TOML.
std::string format_value(const ConfigValue& value);

/// Reads the text after "key=" of a `--set`: a TOML value, or else a text without quotes.
ConfigValue parse_value(const std::string& text);

}  // namespace saccade
