// wrap.frame_skip: decisions that last several steps of the environment.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "envs/episode/guarded_numbers.h"
#include "envs/wrappers/actions/past_choice.h"
#include "envs/wrappers/reward_bounds.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

/// A step ends with the episode, or when the action cannot be done again: an agent came or left, a
/// head begins or ceases to take part, or a choice is not allowed any more.
class FrameSkip final : public Wrapper {
 public:
  FrameSkip(std::unique_ptr<Environment> environment, int skip)
      : Wrapper(std::move(environment)),
        skip_(skip),
        rewards_(static_cast<std::size_t>(inner_spec().agent_count())),
        sums_(rewards_.size()),
        was_present_(rewards_.size()) {
    EnvironmentSpec& spec = wrapped_spec();
    detail::want(spec.max_steps > 1, "wrap.frame_skip", std::to_string(skip),
                 "1: episodes of environment " + spec.id + " have one step");
    bool may_stop_early = rewards_.size() > 1;  // Agents may come and go.
    for (const AgentKind& kind : spec.kinds) {
      has_changing_.push_back(has_changing_choices(kind) ? 1 : 0);
      may_stop_early = may_stop_early || has_changing_.back() != 0;
      const std::size_t heads = static_cast<std::size_t>(kind.agents) * kind.action.heads.size();
      choices_.resize(choices_.size() + heads);
    }
    if (!may_stop_early && spec.max_steps != kNoLimit) {
      spec.max_steps = spec.max_steps / skip + (spec.max_steps % skip == 0 ? 0 : 1);
    }
    spec.steps_per_second /= skip;
    spec.reward_low = std::min(spec.reward_low, times(spec.reward_low, skip));
    spec.reward_high = std::max(spec.reward_high, times(spec.reward_high, skip));
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    actions_.assign(actions.begin(), actions.end());
    remember();
    std::fill(sums_.begin(), sums_.end(), 0.0);
    StepResult result;
    for (int i = 0; i < skip_ && (i == 0 || can_repeat()); ++i) {
      result = step_once();
      if (result.terminated || result.truncated) break;
    }
    for (std::size_t i = 0; i < sums_.size(); ++i) rewards[i] = static_cast<float>(sums_[i]);
    return result;
  }

 private:
  StepResult step_once() {
    rewards_.reset();
    const StepResult result = inner().step(actions_, rewards_.span());
    rewards_.check("rewards");
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      sums_[i] += static_cast<double>(rewards_.span()[i]);
    }
    return result;
  }

  /// Calls `call(h, seen, choice, numbers)` for each head of an agent whose choices change.
  template <class Call>
  void for_each_choice(int agent, const Call& call) {
    const std::size_t kind = inner_spec().kind_index(agent);
    if (has_changing_[kind] == 0) return;
    const ActionSpace& space = inner_spec().kinds[kind].action;
    const auto number = static_cast<std::size_t>(agent - inner_spec().first_agent(kind));
    std::size_t first = number * space.heads.size();
    for (std::size_t k = 0; k < kind; ++k) {
      const AgentKind& earlier = inner_spec().kinds[k];
      first += static_cast<std::size_t>(earlier.agents) * earlier.action.heads.size();
    }
    const Observation& seen = look(agent);
    const std::span<float> action = inner_spec().action_of(agent, std::span(actions_));
    for_each_head(space, action, [&](std::size_t h, const ActionHead& /*head*/, auto numbers) {
      call(h, seen, choices_[first + h], numbers);
    });
  }

  void remember() {
    for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
      const bool present = is_present(agent);
      was_present_[static_cast<std::size_t>(agent)] = present ? 1 : 0;
      if (!present) continue;
      const std::vector<ActionHead>& heads = inner_spec().kind_of(agent).action.heads;
      for_each_choice(agent, [&](std::size_t h, const Observation& seen, PastChoice& choice,
                                 std::span<const float> numbers) {
        choice.forget();
        if (seen.has_head(h)) choice.remember(heads[h], seen, numbers);
      });
    }
  }

  /// Brings the actions up to date; returns whether all agents can do the same again.
  bool can_repeat() {
    for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
      const bool present = is_present(agent);
      if (present != (was_present_[static_cast<std::size_t>(agent)] != 0)) return false;
      if (!present) continue;
      const AgentKind& kind = inner_spec().kind_of(agent);
      bool can = true;
      for_each_choice(agent, [&](std::size_t h, const Observation& seen, const PastChoice& choice,
                                 std::span<float> numbers) {
        if (seen.has_head(h)) {
          can = can && choice.repeat(kind, h, seen, numbers);
        } else {
          can = can && !choice.is_known();
        }
      });
      if (!can) return false;
    }
    return true;
  }

  int skip_;
  GuardedNumbers rewards_;                  // [agents] of one step of the environment.
  std::vector<double> sums_;                // [agents]
  std::vector<std::uint8_t> was_present_;   // [agents] as booleans, before the step
  std::vector<std::uint8_t> has_changing_;  // [kinds] as booleans
  std::vector<PastChoice> choices_;         // [heads of all agents]
  std::vector<float> actions_;
};

}  // namespace

WrapperEntry frame_skip_wrapper() {
  return {.option = {.name = "frame_skip",
                     .default_value = 1,
                     .help = "Steps of the environment that a decision lasts: the action is done "
                             "in each, and the rewards are added.",
                     .min = 1,
                     .max = 1000},
          .wrap = wrap_in<FrameSkip, int>};
}

}  // namespace saccade
