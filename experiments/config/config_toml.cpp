#include "experiments/config/config_toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

namespace saccade {
namespace {

std::string place_of(const toml::source_region& source, const std::string& name) {
  return fmt::format("{}:{}", name, source.begin.line);
}

template <class Key>
std::string place_of_key(const Key& key, const std::string& name) {
  return place_of(key.source(), name);
}

toml::table parse(const std::string& text, const std::string& name) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("{}: {}", place_of(error.source(), name), error.description()));
  }
}

ConfigValue convert(const toml::node& node, const std::string& key, const std::string& place) {
  if (const auto value = node.value_exact<bool>()) return *value;
  if (const auto value = node.value_exact<std::int64_t>()) return *value;
  if (const auto value = node.value_exact<double>()) return *value;
  if (const auto value = node.value_exact<std::string>()) return *value;
  throw Error(fmt::format("{}: {}: found {}, wanted true, false, a number or a text", place, key,
                          node.is_array() ? "an array" : "a date or time"));
}

std::vector<std::string> read_plugins(const toml::node& node, const std::string& place) {
  std::vector<std::string> plugins;
  const toml::array* array = node.as_array();
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    const auto path = (*array)[i].value_exact<std::string>();
    if (path) plugins.push_back(*path);
  }
  if (!array || plugins.size() != array->size()) {
    throw Error(place + ": plugins: wanted an array of file names");
  }
  return plugins;
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& name,
             TomlConfig& config) {
  for (const auto& [key, node] : table) {
    const std::string dotted = prefix + std::string(key.str());
    const std::string place = place_of_key(key, name);
    if (dotted == "plugins") {
      config.plugins = read_plugins(node, place);
    } else if (const toml::table* inner = node.as_table()) {
      flatten(*inner, dotted + ".", name, config);
    } else {
      config.entries.push_back({dotted, convert(node, dotted, place), place});
    }
  }
}

}  // namespace

TomlConfig parse_toml(const std::string& text, const std::string& name) {
  TomlConfig config;
  flatten(parse(text, name), "", name, config);
  return config;
}

// A value on the command line is read as TOML would read it; what is no TOML is a bare text.
ConfigValue parse_value(const std::string& text) {
  toml::table table;
  try {
    table = toml::parse("value = " + text);
  } catch (const toml::parse_error&) {
    return text;
  }
  const toml::node* node = table.get("value");
  if (table.size() != 1 || node->is_array() || node->is_table()) return text;
  if (!node->is_boolean() && !node->is_number() && !node->is_string()) return text;
  return convert(*node, "value", "--set");
}

}  // namespace saccade
