#include "experiments/sweep/sweep_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>

#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr std::string_view kVariant = "variant.", kFor = "for.", kConfigs = "configs";

/// The name before the first dot, and the rest.  Throws Error when there is no dot.
std::pair<std::string, std::string> split(const TomlEntry& entry, const std::string& key,
                                          const std::string& wanted) {
  const std::size_t dot = key.find('.');
  if (dot == std::string::npos) refuse(entry, wanted);
  return {key.substr(0, dot), key.substr(dot + 1)};
}

bool is_file_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// `key` is what is left of "for.relay.steps" after "for.".
void add_own(const TomlEntry& entry, const std::string& key, std::vector<ConfigSettings>& own) {
  const auto [config, name] =
      split(entry, key, "a table of keys of one configuration, such as [for.forage]");
  check_run_key(name, entry.place);
  auto at = std::find_if(own.begin(), own.end(), [&wanted = config](const ConfigSettings& one) {
    return one.config == wanted;
  });
  if (at == own.end()) at = own.insert(at, {config, {}});
  at->settings.push_back({name, entry.value});
}

Variant& variant_of(const TomlEntry& entry, const std::string& name,
                    std::vector<Variant>& variants) {
  if (!is_file_name(name)) {
    throw Error(fmt::format("{}: found the variant '{}', wanted a name of letters, digits, - and _",
                            entry.place, name));
  }
  const auto at = std::find_if(variants.begin(), variants.end(),
                               [&name](const Variant& variant) { return variant.name == name; });
  return at != variants.end() ? *at : variants.emplace_back(Variant{.name = name});
}

std::vector<std::string> read_labels(const TomlEntry& entry) {
  const auto* labels = std::get_if<std::vector<std::string>>(&entry.value);
  if (!labels || labels->empty()) refuse(entry, "a list of some of the configurations in config");
  return *labels;
}

}  // namespace

void check_run_key(const std::string& key, const std::string& place) {
  for (const std::string_view own : {"seed", "threads", "plugins"}) {
    if (key != own) continue;
    throw Error(fmt::format(
        "{}: '{}' is not set here: {}", place, key,
        own == "seed" ? "use the key seeds"
                      : fmt::format("use the option --{}", own == "plugins" ? "plugin" : own)));
  }
}

bool read_variant(const TomlEntry& entry, SweepConfig& sweep) {
  if (!entry.key.starts_with(kVariant)) return false;
  const auto [name, key] =
      split(entry, entry.key.substr(kVariant.size()), "a table of keys, such as [variant.near]");
  Variant& variant = variant_of(entry, name, sweep.variants);
  if (key == kConfigs) {
    variant.configs = read_labels(entry);
  } else if (key.starts_with(kFor)) {
    add_own(entry, key.substr(kFor.size()), variant.own);
  } else {
    check_run_key(key, entry.place);
    variant.settings.push_back({key, entry.value});
  }
  return true;
}

bool read_own(const TomlEntry& entry, SweepConfig& sweep) {
  if (!entry.key.starts_with(kFor)) return false;
  add_own(entry, entry.key.substr(kFor.size()), sweep.own);
  return true;
}

}  // namespace saccade
