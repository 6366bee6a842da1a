#include "agents/explain/decisions.h"

#include <vector>

#include "agents/evaluate.h"

namespace saccade {

EpisodeSummary play_decisions(TeamActor& actor, EpisodeRunner& runner, std::uint64_t seed,
                              const std::function<void(const MadeDecision&)>& tell) {
  const EnvironmentSpec& spec = runner.spec();
  runner.begin(seed);
  actor.begin_episode();
  while (runner.length() < longest_episode(spec)) {
    std::vector<float> actions;
    for (int agent = 0; agent < spec.agent_count(); ++agent) {
      const Observation& seen = runner.observation(agent);
      const std::span<const float> now = actor.remembered(agent);
      const std::vector<float> held(now.begin(), now.end());
      const Decision decision = actor.decide(agent, seen, nullptr);
      actions.insert(actions.end(), decision.action.begin(), decision.action.end());
      if (seen.is_empty()) continue;
      tell({spec.kind_index(agent), agent, seed, runner.length(), seen, held, decision});
    }
    const StepResult result = runner.advance(actions);
    if (result.terminated || result.truncated) return runner.finished();
  }
  return runner.cut();
}

}  // namespace saccade
