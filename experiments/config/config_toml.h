// A TOML file as a list of dotted keys, each with its place in the file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "experiments/config/config_schema.h"

namespace saccade {

struct TomlEntry {
  std::string key;  ///< "optimiser.learning_rate"
  ConfigValue value;
  std::string place;  ///< "forage.toml:12"
};

/// Throws Error, which names the key, its place and its value.
[[noreturn]] void refuse(const TomlEntry& entry, const std::string& wanted);

/// A key with several values.
struct TomlList {
  std::string key;
  std::vector<ConfigValue> values;
  std::string place;
};

struct TomlConfig {
  std::vector<TomlEntry> entries;    ///< In the order of their names.
  std::vector<TomlList> lists;       ///< Arrays in the table that was named, likewise.
  std::vector<std::string> plugins;  ///< The array `plugins`, if there is one.
};

/// The largest configuration that is read, bytes.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 20;

/// Throws Error with file and line for bad syntax, for values of a type that no key has, and for a
/// text that is too large or nested too deeply to be a configuration.  Arrays in the table
/// `lists_in`, if one is named, become lists of values of any type.
TomlConfig parse_toml(const std::string& text, const std::string& name,
                      const std::string& lists_in = "");

}  // namespace saccade
