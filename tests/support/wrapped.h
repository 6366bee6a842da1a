// Environments in wrappers.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "envs/wrappers/wrappers.h"
#include "support/rollout.h"

namespace saccade::testing {

using WrapList = std::vector<std::pair<std::string, OptionValue>>;
using Names = std::vector<std::string>;

/// What is wrapped: environments of an entry, with some options.
struct World {
  EnvironmentEntry entry;
  Options options;

  EnvironmentFactory factory(const WrapList& list = {}) const {
    Options wrap = wrapper_options();
    for (const auto& [name, value] : list) wrap.set(name, value);
    return [world = *this, wrap] {
      return make_wrapped_environment(world.entry, world.options, wrap);
    };
  }
};

/// Without options.
inline World world_of(EnvironmentFactory factory) {
  const auto make = [factory = std::move(factory)](const Options&) { return factory(); };
  return {{.id = "world", .summary = "", .options = {}, .make = make}, {}};
}

inline World builtin_world(const std::string& id, const OptionList& list = {}) {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find(id);
  return {entry, options_of(entry, list)};
}

inline EnvironmentFactory wrapped(EnvironmentFactory factory, const WrapList& list) {
  return world_of(std::move(factory)).factory(list);
}

/// What a wrapper's error says; "" if it has none.
inline std::string refusal_of(const World& world, const WrapList& list) {
  try {
    world.factory(list)();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// The first feature of each type that the policy sees.
inline Names first_features(const EnvironmentSpec& spec) {
  Names features;
  for (const AgentKind& kind : spec.kinds) {
    for (const EntityType& type : kind.observation.types) {
      if (type.features.empty() || type.critic_only) continue;
      const std::string name = type.name + '.' + type.features.front();
      if (std::find(features.begin(), features.end(), name) == features.end()) {
        features.push_back(name);
      }
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

/// The first option that can be drawn, as a value of wrap.randomise.
inline std::optional<OptionValue> some_range(const World& world) {
  for (const OptionSpec& option : world.options.specs()) {
    const Names range = {option.name + "*0.9..1.1"};
    if (refusal_of(world, {{"randomise", range}}).empty()) return range;
  }
  return std::nullopt;
}

inline std::optional<OptionValue> some_number(const std::string& name,
                                              const EnvironmentSpec& spec) {
  const float most = std::max(std::abs(spec.reward_low), std::abs(spec.reward_high));
  const int decisions = spec.max_steps / 3;  // With a frame_skip of 3.
  if (name == "frame_skip" && spec.max_steps > 1) return 3;
  if (name == "time_limit" && decisions > 1) return std::min(50, decisions - 1);
  if (name == "action_delay") return 2;
  if (name == "reward_scale" && most > 0) return 0.5;
  if (name == "reward_clip" && most > 0) return std::min(0.25, static_cast<double>(most) / 8);
  if (name == "sticky" && spec.max_steps > 1) return 0.5;
  if (name == "flicker" && shows_others(spec)) return 0.5;
  const bool shows_numbers = !first_features(spec).empty();
  return name == "noise" && shows_numbers ? std::optional<OptionValue>(0.5) : std::nullopt;
}

/// A value of the wrapper other than the default, if there is one that suits the environment.
inline std::optional<OptionValue> some_value(const WrapperEntry& wrapper, const World& world) {
  const std::string& name = wrapper.option.name;
  const EnvironmentSpec spec = spec_of(world.factory());
  if (name == "randomise") return some_range(world);
  if (name == "curriculum") return some_range(world) ? std::optional(0.5) : std::nullopt;
  Names features = first_features(spec);
  if (name == "hide") return features;
  if (name == "fixed_count") {
    return spec.id == "minefield" ? std::optional<OptionValue>(Names{"mine=10"}) : std::nullopt;
  }
  if (name != "feature_noise") return some_number(name, spec);
  if (features.empty()) return std::nullopt;
  return Names{features.back() + "=0.5"};
}

/// The environment in one wrapper, and in those that it needs, if it suits the environment.
inline std::optional<WrapList> some_wrap(const WrapperEntry& wrapper, const World& world) {
  const auto value = some_value(wrapper, world);
  if (!value) return std::nullopt;
  WrapList list = {{wrapper.option.name, *value}};
  if (wrapper.option.name == "curriculum") list.emplace_back("randomise", *some_range(world));
  return list;
}

/// In every wrapper that suits the environment, but for a promise that wrap.randomise may break.
inline EnvironmentFactory wrapped_in_all(const World& world) {
  WrapList all;
  for (const WrapperEntry& wrapper : wrappers()) {
    if (wrapper.option.name == "fixed_count") continue;
    if (const auto value = some_value(wrapper, world)) {
      all.emplace_back(wrapper.option.name, *value);
    }
  }
  return world.factory(all);
}

}  // namespace saccade::testing
