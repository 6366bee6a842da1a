// Episodes that are recorded: environments as a configuration has them, played at random.
#pragma once

#include <string>
#include <vector>

#include "envs/edits/edited.h"
#include "envs/episode/episode_runner.h"
#include "experiments/config/experiment_config.h"

namespace saccade::testing {

/// An environment as a configuration has it.
struct Setting {
  RegisteredEnvironments environments;
  ExperimentConfig config;

  explicit Setting(const std::string& id, const std::vector<std::string>& sets = {})
      : config(load_experiment(id, sets, environments)) {}

  EpisodeRunner runner() const {
    return EpisodeRunner(make_wrapped_environment(environments.registry().find(config.env_id),
                                                  config.env_options, config.wrap));
  }
};

/// Plays at random for so many steps at most, with edits every third; the state after each.
inline std::vector<std::uint64_t> play(EpisodeRunner& runner, int steps,
                                       std::vector<StateEdit> edits) {
  Rng rng(11);
  runner.begin(5);
  std::vector<std::uint64_t> states;
  std::vector<float> actions(runner.action_count());
  for (int step = 0; step < steps; ++step) {
    if (step % 3 == 0 && !edits.empty()) {
      runner.edit(edits.front());
      edits.erase(edits.begin());
    }
    states.push_back(state_of(runner));
    random_actions(runner.spec(), runner.observations(), rng, actions);
    const StepResult result = runner.advance(actions);
    if (result.terminated || result.truncated) break;
  }
  states.push_back(state_of(runner));
  return states;
}

}  // namespace saccade::testing
