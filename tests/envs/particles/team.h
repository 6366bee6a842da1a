// Several agents in one environment, stepped by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/rollout.h"

namespace saccade::testing {

class Team {
 public:
  Team(const std::string& id, std::uint64_t seed, const OptionList& list = {})
      : environment_(make_builtin(id, list)),
        rewards_(static_cast<std::size_t>(environment_->spec().agent_count())) {
    environment_->reset(seed);
  }

  void step(const std::vector<float>& actions) {
    result_ = environment_->step(actions, rewards_);
    ++steps_;
  }
  /// The same choice for all.
  void all(float choice) { step(std::vector<float>(rewards_.size(), choice)); }

  Observation observation(int agent) const {
    const AgentKind& kind = spec().kind_of(agent);
    Observation seen(kind.observation, kind.action);
    environment_->observe(agent, seen);
    return seen;
  }
  /// x, y, velocity_x, velocity_y.
  std::vector<float> self(int agent) const { return observation(agent).rows()[0].features; }
  /// Features of the type's entities, row after row.
  std::vector<float> features(int agent, std::size_t type) const {
    return observation(agent).rows()[type].features;
  }

  const EnvironmentSpec& spec() const { return environment_->spec(); }
  const Environment& environment() const { return *environment_; }
  const std::vector<float>& rewards() const { return rewards_; }
  const StepResult& result() const { return result_; }
  int steps() const { return steps_; }
  bool over() const { return result_.terminated || result_.truncated; }
  std::string outcome() const {
    if (result_.outcome < 0) return "";
    return spec().outcomes[static_cast<std::size_t>(result_.outcome)];
  }
  std::vector<float> counts() const {
    std::vector<float> values(spec().counts.size());
    environment_->counts(values);
    return values;
  }

 private:
  std::unique_ptr<Environment> environment_;
  std::vector<float> rewards_;
  StepResult result_;
  int steps_ = 0;
};

/// The choice of the i-th agent in step k of the check values: left, right, down, up in turn.
inline std::vector<float> rotating_choices(int agents, int step) {
  std::vector<float> choices;
  for (int i = 0; i < agents; ++i) choices.push_back(static_cast<float>(1 + (i + step) % 4));
  return choices;
}

}  // namespace saccade::testing
