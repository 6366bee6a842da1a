// A TOML file as a list of dotted keys, each with its place in the file.
#pragma once

#include <string>
#include <vector>

#include "experiments/config/config_schema.h"

namespace saccade {

struct TomlEntry {
  std::string key;  ///< "ppo.learning_rate"
  ConfigValue value;
  std::string place;  ///< "forage.toml:12"
};

struct TomlConfig {
  std::vector<TomlEntry> entries;    ///< In the order of their names.
  std::vector<std::string> plugins;  ///< The array `plugins`, if there is one.
};

/// Throws Error with file and line for bad syntax and for values of a type that no key has.
TomlConfig parse_toml(const std::string& text, const std::string& name);

}  // namespace saccade
