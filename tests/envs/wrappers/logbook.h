// A world whose script says what may be done when, and which writes down what it is told.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/registry.h"

namespace saccade::testing {

using Actions = std::vector<float>;

/// Of each step from 0; the last entry of a list holds from then on.
struct LogbookScript {
  std::vector<std::string> present = {"1"};  ///< A digit for each agent.
  std::vector<std::vector<std::uint8_t>> masks = {{1, 1, 1}};
  std::vector<std::vector<EntityId>> goods = {{10, 11, 12}};
  std::vector<bool> sings = {false};
  int steps = 100;  ///< After which the task ends.

  template <class Entry>
  static Entry at(const std::vector<Entry>& list, int step) {
    const auto index = static_cast<std::size_t>(step);
    return index < list.size() ? list[index] : list.back();
  }
};

/// What was told, step after step, in all episodes.
using Log = std::shared_ptr<std::vector<Actions>>;

/// Four heads: move (three labels, masked), push (one number in [0.5, 2]), pick (one of the goods)
/// and sing (optional).  Each agent's reward is the number of the step, times its own number + 1.
class Logbook final : public Environment {
 public:
  Logbook(LogbookScript script, Log log) : script_(std::move(script)), log_(std::move(log)) {
    spec_.id = "logbook";
    spec_.kinds[0].observation.types = {{"self", {"steps"}, 1}, {"good", {}}};
    spec_.kinds[0].action.heads = {
        CategoricalHead{"move", {"a", "b", "c"}, true}, ContinuousHead{"push", {"x"}, {0.5F}, {2}},
        SelectEntityHead{"pick", {1}}, CategoricalHead{"sing", {"high", "low"}, false, true}};
    spec_.kinds[0].agents = static_cast<int>(script_.present[0].size());
    spec_.max_steps = script_.steps;
    spec_.reward_low = 0;
    spec_.reward_high = static_cast<float>(script_.steps * spec_.kinds[0].agents);
    spec_.outcomes = {"done"};
    spec_.counts = {"steps"};
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    log_->emplace_back(actions.begin(), actions.end());
    for (std::size_t a = 0; a < rewards.size(); ++a) {
      const bool there = is_present(static_cast<int>(a));
      rewards[a] = there ? static_cast<float>((steps_ + 1) * static_cast<int>(a + 1)) : 0;
    }
    const bool over = ++steps_ == spec_.max_steps;
    return {.terminated = over, .outcome = over ? 0 : -1};
  }
  bool is_present(int agent) const override {
    return LogbookScript::at(script_.present, steps_)[static_cast<std::size_t>(agent)] == '1';
  }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, agent, {static_cast<float>(steps_)});
    for (const EntityId good : LogbookScript::at(script_.goods, steps_)) seen.add(1, good, {});
    seen.set_mask(0, LogbookScript::at(script_.masks, steps_));
    if (!LogbookScript::at(script_.sings, steps_)) seen.skip_head(3);
  }
  void draw(Scene& /*scene*/) const override {}
  void counts(std::span<float> values) const override { values[0] = static_cast<float>(steps_); }

 private:
  LogbookScript script_;
  Log log_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

inline Log new_log() {
  return std::make_shared<std::vector<Actions>>();
}

inline EnvironmentFactory logbook(LogbookScript script, Log log = new_log()) {
  return [script = std::move(script), log = std::move(log)] {
    return std::make_unique<Logbook>(script, log);
  };
}

}  // namespace saccade::testing
