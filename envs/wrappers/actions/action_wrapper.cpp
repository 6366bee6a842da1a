#include "envs/wrappers/actions/action_wrapper.h"

#include <utility>

#include "envs/wrappers/actions/past_choice.h"

namespace saccade {

ActionWrapper::ActionWrapper(std::unique_ptr<Environment> environment)
    : Wrapper(std::move(environment)) {
  for (const AgentKind& kind : inner_spec().kinds) {
    blank_.emplace_back(kind.observation, kind.action);
    has_changing_.push_back(has_changing_choices(kind) ? 1 : 0);
    head_count_ += static_cast<std::size_t>(kind.agents) * kind.action.heads.size();
  }
}

void ActionWrapper::reset(std::uint64_t seed) {
  seed_ = seed;
  steps_ = 0;
  for (std::size_t head = 0; head < head_count_; ++head) forget(head);
  Wrapper::reset(seed);
}

StepResult ActionWrapper::step(std::span<const float> actions, std::span<float> rewards) {
  actions_.assign(actions.begin(), actions.end());
  std::size_t first = 0;
  for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
    const std::size_t heads = inner_spec().kind_of(agent).action.heads.size();
    if (is_present(agent)) {
      change_agent(agent, first);
    } else {
      for (std::size_t h = 0; h < heads; ++h) forget(first + h);
    }
    first += heads;
  }
  ++steps_;
  return inner().step(actions_, rewards);
}

void ActionWrapper::change_agent(int agent, std::size_t first) {
  const AgentKind& kind = inner_spec().kind_of(agent);
  const Observation& seen = choices(agent);
  begin_agent(agent);
  const std::span<float> action = inner_spec().action_of(agent, std::span(actions_));
  for_each_head(kind.action, action, [&](std::size_t h, const ActionHead& /*head*/, auto numbers) {
    if (!seen.has_head(h)) return skip(first + h);
    change({agent, kind, h, first + h, seen}, numbers);
  });
}

const Observation& ActionWrapper::choices(int agent) const {
  const std::size_t kind = inner_spec().kind_index(agent);
  return has_changing_[kind] != 0 ? look(agent) : blank_[kind];
}

}  // namespace saccade
