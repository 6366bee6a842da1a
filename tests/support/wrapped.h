// Environments in wrappers.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "envs/wrappers/wrappers.h"

namespace saccade::testing {

using WrapList = std::vector<std::pair<std::string, OptionValue>>;

inline EnvironmentFactory wrapped(EnvironmentFactory factory, const WrapList& list) {
  Options options = wrapper_options();
  for (const auto& [name, value] : list) options.set(name, value);
  return [factory = std::move(factory), options] { return wrap_environment(factory(), options); };
}

/// A value other than the default, which suits the environment: of a list, the first feature of
/// each type.
inline OptionValue some_value(const OptionSpec& option, const EnvironmentSpec& spec) {
  if (std::holds_alternative<bool>(option.default_value)) {
    return !std::get<bool>(option.default_value);
  }
  if (std::holds_alternative<int>(option.default_value)) {
    return std::get<int>(option.default_value) + 2;
  }
  if (std::holds_alternative<double>(option.default_value)) return 0.5;
  std::vector<std::string> features;
  for (const AgentKind& kind : spec.kinds) {
    for (const EntityType& type : kind.observation.types) {
      if (!type.features.empty()) features.push_back(type.name + '.' + type.features.front());
    }
  }
  return features;
}

/// Whether some agent sees an entity other than itself, which may flicker.
inline bool shows_others(const EnvironmentSpec& spec) {
  for (const AgentKind& kind : spec.kinds) {
    const std::vector<EntityType>& types = kind.observation.types;
    for (std::size_t t = 1; t < types.size(); ++t) {
      if (!types[t].critic_only) return true;
    }
  }
  return false;
}

/// In every wrapper that suits the environment.
inline EnvironmentFactory wrapped_in_all(EnvironmentFactory factory) {
  const EnvironmentSpec spec = spec_of(factory);
  WrapList all;
  for (const WrapperEntry& entry : wrappers()) {
    if (entry.option.name == "flicker" && !shows_others(spec)) continue;
    all.emplace_back(entry.option.name, some_value(entry.option, spec));
  }
  return wrapped(std::move(factory), all);
}

}  // namespace saccade::testing
