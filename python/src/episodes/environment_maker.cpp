#include "python/src/episodes/environment_maker.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "envs/episode/spec_check.h"
#include "envs/spaces/space_description.h"
#include "envs/wrappers/wrappers.h"

namespace saccade::python {

namespace {

using Json = nlohmann::ordered_json;

/// A text alone is a list of one, as everywhere.
OptionValue as_declared(const Options& options, const std::string& name, const OptionValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return value;
  for (const OptionSpec& spec : options.specs()) {
    const bool is_list = std::holds_alternative<std::vector<std::string>>(spec.default_value);
    if (spec.name == name && is_list) return std::vector<std::string>{*text};
  }
  return value;
}

void set_all(Options& options, const OptionMap& values, const std::string& prefix) {
  for (const auto& [name, value] : values) {
    options.set(name, as_declared(options, name, value), prefix + name);
  }
}

/// null: no bound.
Json bound_json(float bound) {
  return std::isfinite(bound) ? Json(bound) : Json();
}

}  // namespace

EnvironmentMaker::EnvironmentMaker(EnvironmentEntry entry, const OptionMap& options,
                                   const OptionMap& wrap)
    : entry_(std::move(entry)), options_(entry_.options), wrap_(wrapper_options()) {
  set_all(options_, options, "option ");
  set_all(wrap_, wrap, "wrap.");
  spec_ = spec_of([this] { return make(); });
}

std::unique_ptr<Environment> EnvironmentMaker::make() const {
  return make_wrapped_environment(entry_, options_, wrap_);
}

std::map<std::string, int> EnvironmentMaker::counted() const {
  std::map<std::string, int> most;
  for (std::size_t i = 0; i < options_.specs().size(); ++i) {
    const auto* number = std::get_if<int>(&options_.values()[i]);
    if (!number) continue;
    for (const std::string& type : options_.specs()[i].counts) {
      most[type] = std::max(most[type], *number);
    }
  }
  return most;
}

std::string spec_json(const EnvironmentSpec& spec) {
  Json json = {{"id", spec.id},
               {"max_steps", spec.max_steps == kNoLimit ? Json() : Json(spec.max_steps)},
               {"steps_per_second", spec.steps_per_second},
               {"reward", {bound_json(spec.reward_low), bound_json(spec.reward_high)}},
               {"outcomes", spec.outcomes},
               {"counts", spec.counts},
               {"kinds", Json::array()}};
  for (const AgentKind& kind : spec.kinds) {
    json["kinds"].push_back({{"name", kind.name},
                             {"agents", kind.agents},
                             {"observation", Json::parse(describe_space(kind.observation))},
                             {"action", Json::parse(describe_space(kind.action))}});
  }
  return json.dump();
}

}  // namespace saccade::python
