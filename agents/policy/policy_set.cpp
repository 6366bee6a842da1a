#include "agents/policy/policy_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "agents/heads/continuous/continuous_kinds.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

// What stands in `tensors` under names that begin with the prefix, without it.
TensorMap tensors_of(const TensorMap& tensors, const std::string& prefix) {
  TensorMap own;
  for (auto at = tensors.lower_bound(prefix); at != tensors.end() && at->first.starts_with(prefix);
       ++at) {
    own.emplace(at->first.substr(prefix.size()), at->second);
  }
  return own;
}

bool has_numbers(const AgentKind& kind) {
  const std::vector<ActionHead>& heads = kind.action.heads;
  return std::any_of(heads.begin(), heads.end(), [](const ActionHead& head) {
    return std::holds_alternative<ContinuousHead>(head);
  });
}

// One configuration is for all kinds of agents: an option of continuous actions needs one of them
// to have some.
void check_continuous_effect(const std::vector<AgentKind>& kinds, const ContinuousConfig& found) {
  constexpr const char* kReason = "no action of this environment is continuous";
  if (std::any_of(kinds.begin(), kinds.end(), has_numbers)) return;
  if (found.distribution != default_continuous_kind()) {
    throw Error(fmt::format("policy.continuous.distribution: found {}, wanted {}: {}",
                            found.distribution->name, default_continuous_kind()->name, kReason));
  }
  if (found.deviation != ContinuousConfig{}.deviation) {
    throw Error(fmt::format("policy.continuous.deviation: found {}, wanted learned: {}",
                            name_of(found.deviation), kReason));
  }
}

}  // namespace

PolicySet::PolicySet(const std::vector<AgentKind>& kinds, const PolicyConfig& config,
                     std::uint64_t seed)
    : kinds_(kinds) {
  check_continuous_effect(kinds, config.heads.continuous);
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const std::uint64_t own_seed = k == 0 ? seed : derive_seed({seed, k});
    about_kind(kinds[k], [&] {
      policies_.emplace_back(kinds[k].observation, kinds[k].action, config, own_seed);
    });
  }
}

std::size_t PolicySet::parameter_count() const {
  std::size_t count = 0;
  for (const Policy& policy : policies_) count += policy.parameter_count();
  return count;
}

TensorMap PolicySet::tensors() const {
  TensorMap all;
  save(all);
  return all;
}

void PolicySet::save(TensorMap& tensors) const {
  for (std::size_t k = 0; k < size(); ++k) policies_[k].save(tensors, kinds_[k].prefix());
}

void PolicySet::load(const TensorMap& tensors) {
  const TensorMap before = this->tensors();
  try {
    load_each(tensors);
  } catch (...) {
    load_each(before);
    throw;
  }
}

void PolicySet::load_each(const TensorMap& tensors) {
  for (std::size_t k = 0; k < size(); ++k) {
    about_kind(kinds_[k], [&] {
      policies_[k].load(kinds_[k].name.empty() ? tensors : tensors_of(tensors, kinds_[k].prefix()));
    });
  }
}

TeamActor::TeamActor(const PolicySet& policies, const EnvironmentSpec& spec)
    : central_(policies.config().critic == CriticScope::kCentral) {
  for (std::size_t k = 0; k < policies.size(); ++k) {
    const int agents = spec.kinds[k].agents;
    const int numbers = agents * action_width(spec.kinds[k].action);
    members_.push_back({agents,
                        static_cast<std::size_t>(numbers),
                        Actor(policies[k]),
                        policies[k].make_state(agents),
                        {}});
  }
}

void TeamActor::begin_episode() {
  for (Member& member : members_) {
    for (int agent = 0; agent < member.agents; ++agent) {
      member.state.forget(static_cast<std::size_t>(agent));
    }
    member.values.clear();
  }
}

void TeamActor::act(std::span<const Observation> seen, Rng* rng, std::span<float> actions) {
  for (Member& member : members_) {
    const auto agents = static_cast<std::size_t>(member.agents);
    member.actor.act(seen.first(agents), member.state, rng, actions.first(member.action_numbers));
    seen = seen.subspan(agents);
    actions = actions.subspan(member.action_numbers);
  }
}

void TeamActor::see(std::span<const Observation> seen) {
  if (!central_) return;
  for (Member& member : members_) {
    member.values.resize(static_cast<std::size_t>(member.agents));
    member.actor.values(seen.first(member.values.size()), member.state, member.values);
    seen = seen.subspan(member.values.size());
  }
}

std::vector<PolicyState> TeamActor::states() const {
  std::vector<PolicyState> states;
  for (const Member& member : members_) states.push_back(member.state);
  return states;
}

void TeamActor::set_states(std::span<const PolicyState> states) {
  for (std::size_t k = 0; k < members_.size(); ++k) members_[k].state = states[k];
}

std::pair<TeamActor::Member*, std::size_t> TeamActor::member_of(int agent) {
  auto member = members_.begin();
  for (; agent >= member->agents; ++member) agent -= member->agents;
  return {&*member, static_cast<std::size_t>(agent)};
}

std::span<const float> TeamActor::remembered(int agent) {
  const auto [member, number] = member_of(agent);
  return member->state.of(number);
}

Decision TeamActor::decide(int agent, const Observation& seen, Rng* rng, AttentionDetail detail) {
  const auto [member, number] = member_of(agent);
  Decision decision = member->actor.decide(seen, member->state, number, rng, detail);
  if (!member->values.empty()) decision.value = member->values[number];
  return decision;
}

}  // namespace saccade
