// One environment and one agent, stepped by hand: what the environments' own tests need.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "envs/builtin.h"
#include "envs/core/registry.h"

namespace saccade::testing {

using OptionList = std::vector<std::pair<std::string, OptionValue>>;

inline Options options_of(const EnvironmentEntry& entry, const OptionList& list) {
  Options options(entry.options);
  for (const auto& [name, value] : list) options.set(name, value);
  return options;
}

inline std::unique_ptr<Environment> make_builtin(const std::string& id,
                                                 const OptionList& list = {}) {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find(id);
  return make_environment(entry, options_of(entry, list));
}

/// An environment of one agent.
class Rollout {
 public:
  Rollout(const std::string& id, std::uint64_t seed, const OptionList& list = {})
      : environment_(make_builtin(id, list)) {
    environment_->reset(seed);
  }

  void step(std::vector<float> action) {
    float reward = 0;
    result_ = environment_->step(action, {&reward, 1});
    reward_ = reward;
    total_ += reward_;
    ++steps_;
  }
  void choose(int choice) { step(std::vector<float>{static_cast<float>(choice)}); }

  /// Everything that the agent sees now.
  Observation observation() const {
    Observation seen(environment_->spec().kinds[0].observation,
                     environment_->spec().kinds[0].action);
    environment_->observe(0, seen);
    return seen;
  }
  /// The agent's own features.
  std::vector<float> self() const { return observation().rows()[0].features; }

  const Environment& environment() const { return *environment_; }
  const EnvironmentSpec& spec() const { return environment_->spec(); }
  double reward() const { return reward_; }
  double total() const { return total_; }
  int steps() const { return steps_; }
  bool over() const { return result_.terminated || result_.truncated; }
  bool terminated() const { return result_.terminated; }
  bool truncated() const { return result_.truncated; }
  /// Name of the way in which the episode ended; "" while it runs.
  std::string outcome() const {
    if (result_.outcome < 0) return "";
    return spec().outcomes[static_cast<std::size_t>(result_.outcome)];
  }

 private:
  std::unique_ptr<Environment> environment_;
  StepResult result_;
  double reward_ = 0;
  double total_ = 0;
  int steps_ = 0;
};

}  // namespace saccade::testing
