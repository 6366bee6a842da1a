#include "agents/policy/actor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "agents/policy/policy_impl.h"

namespace saccade {
namespace {

constexpr std::int32_t kAgentToken = 0;

// How the agent's own query weighs all tokens; those that the layer does not show it weigh 0.
void add_layer(const nn::AttentionMap& map, AttentionWeights& attention) {
  attention.layers.push_back(map.layer);
  attention.blocks += 1;
  attention.heads = map.heads;
  const std::size_t tokens = attention.ids.size();
  attention.shown.resize(attention.shown.size() + tokens);
  const auto shown = attention.shown.end() - static_cast<std::ptrdiff_t>(tokens);
  for (const std::int32_t key : map.keys) shown[key] = 1;
  for (int h = 0; h < map.heads; ++h) {
    const std::size_t first = attention.weights.size();
    attention.weights.resize(first + tokens);
    for (std::size_t k = 0; k < map.keys.size(); ++k) {
      attention.weights[first + static_cast<std::size_t>(map.keys[k])] = map.of(h, 0)[k];
    }
  }
}

// Of a layer in which others ask besides the agent.
QueryWeights take_rows(nn::AttentionMap&& map) {
  if (map.queries.size() < 2) return {};
  return {std::move(map.queries), std::move(map.keys), std::move(map.weights)};
}

// Of the policy, and for so many agents at least.
void check_state(const PolicyNetwork<float>& network, const PolicyState& state,
                 std::size_t agents) {
  const auto width = static_cast<std::size_t>(network.state_width());
  const std::size_t held = network.holds_noise() ? agents : 0;
  const bool fits = state.width == network.state_width() && state.numbers.size() >= agents * width;
  if (fits && (held > 0 ? state.noise.size() >= held : state.noise.empty())) return;
  throw Error(fmt::format(
      "policy state: found {} numbers and the noise of {} agents, wanted {} and {}, as of "
      "Policy::make_state({})",
      state.numbers.size(), state.noise.size(), agents * width, held, agents));
}

}  // namespace

struct Actor::Impl {
  explicit Impl(const Policy::Impl& acting)
      : policy(acting), batch(acting.make_batch()), pass(acting.network.make_pass()) {
    policy.network.prepare(policy.parameters.data(), pass);
  }

  void begin(const PolicyState& state, std::size_t agents);
  void append(const Observation& observation, PolicyState& state, std::size_t agent, Rng* rng);
  void prepare();
  void choose(bool with_values);
  void to_environment(std::size_t sample, std::span<float> action) const;
  std::vector<HeadDecision> describe_heads(const Observation& seen,
                                           std::span<const float> action) const;
  std::vector<float> entity_inputs() const;
  AttentionWeights list_tokens(const Observation& observation);
  AttentionWeights attention(const Observation& observation, AttentionDetail detail);
  MemoryAttention memory_attention() const;

  const Policy::Impl& policy;
  FeatureBatch batch;
  NetworkInput<float> input;
  NetworkPass<float> pass;
  std::vector<ActionDraw> draws;  // [samples]
  std::vector<float> chosen;      // [samples x action_width]
  std::vector<float> log_probs;   // [samples]
  std::vector<float> states;      // [samples x state_width]
  std::optional<FeatureBatch> located;
};

// Before what so many agents see is appended.
void Actor::Impl::begin(const PolicyState& state, std::size_t agents) {
  check_state(policy.network, state, agents);
  batch.clear();
  draws.clear();
  states.clear();
}

// Takes what one agent sees and carries into the batch.
void Actor::Impl::append(const Observation& observation, PolicyState& state, std::size_t agent,
                         Rng* rng) {
  batch.append(observation);
  draws.push_back({rng, state.held_by(agent)});
  const std::span<const float> own = state.of(agent);
  states.insert(states.end(), own.begin(), own.end());
}

// Normalises what stands in `batch`, and shows it to the network, each agent by itself.
void Actor::Impl::prepare() {
  policy.normaliser.normalise(batch, 0, batch.size());
  batch.view(0, batch.size(), input);
  input.states = states.data();
  input.teams = {};
}

// Evaluates what stands in `batch` in the light of `states` and chooses an action for each sample,
// `chosen`.  Leaves in `states` what is remembered then.
void Actor::Impl::choose(bool with_values) {
  const float* parameters = policy.parameters.data();
  const auto samples = static_cast<std::size_t>(batch.size());
  prepare();
  if (with_values || policy.network.critic_remembers()) {
    policy.network.forward(parameters, input, pass);
  } else {
    policy.network.forward_actions(parameters, input, pass);
  }
  policy.network.next_states(pass, batch.size(), states.data());
  chosen.resize(samples * static_cast<std::size_t>(policy.network.action_width()));
  log_probs.resize(samples);
  policy.network.choose(parameters, pass, draws, chosen.data());
  policy.network.log_probs(parameters, pass, chosen.data(), log_probs);
  for (const float log_prob : log_probs) check_log_prob(log_prob);
}

// The chosen action of a sample, as the environment takes it.
void Actor::Impl::to_environment(std::size_t sample, std::span<float> action) const {
  policy.network.to_environment(std::span(chosen).subspan(sample * action.size(), action.size()),
                                action);
}

std::vector<HeadDecision> Actor::Impl::describe_heads(const Observation& seen,
                                                      std::span<const float> action) const {
  std::vector<HeadDecision> decisions;
  for (std::size_t h = 0; h < pass.heads.size(); ++h) {
    const PolicyHead<float>& head = *policy.network.heads()[h];
    HeadDecision& decision = decisions.emplace_back();
    decision.name = head_name(policy.action.heads[h]);
    head.describe(policy.parameters.data(), *pass.heads[h], seen,
                  head.part_of(action.data(), policy.network.action_width()).of(0), decision);
  }
  return decisions;
}

std::vector<float> Actor::Impl::entity_inputs() const {
  std::vector<float> numbers;
  for (std::size_t t = 0; t < input.types.size(); ++t) {
    if (policy.tokens[t].context || policy.tokens[t].critic_only) continue;
    const nn::EntityRows<float>& rows = input.types[t];
    const std::ptrdiff_t width = rows.width;
    numbers.insert(numbers.end(), rows.features + width * rows.offsets[0],
                   rows.features + width * rows.offsets[1]);
  }
  return numbers;
}

// The tokens in the order in which the network has them.
AttentionWeights Actor::Impl::list_tokens(const Observation& observation) {
  if (!located) {
    located.emplace(policy.observation, policy.action, policy.config.image_patch, true);
  }
  located->clear();
  located->append(observation);
  NetworkInput<float> shown;
  located->view(0, 1, shown);
  AttentionWeights result;
  for (std::size_t t = 0; t < shown.types.size(); ++t) {
    if (policy.tokens[t].critic_only) continue;
    const nn::EntityRows<float>& rows = shown.types[t];
    for (std::int32_t row = 0; row < rows.offsets[1]; ++row) {
      const bool entity = !policy.tokens[t].context;
      const float* motion = rows.motion + std::ptrdiff_t{nn::kMotionWidth} * row;
      result.ids.push_back(entity ? observation.rows()[t].ids[static_cast<std::size_t>(row)]
                                  : kNoEntity);
      result.types.push_back(static_cast<int>(t));
      result.positions.push_back({shown.origins[0] + motion[0], shown.origins[1] + motion[1]});
    }
  }
  return result;
}

AttentionWeights Actor::Impl::attention(const Observation& observation, AttentionDetail detail) {
  AttentionWeights result = list_tokens(observation);
  std::vector<nn::AttentionMap> maps = policy.network.attention(policy.parameters.data(), pass, 0);
  if (!maps.empty()) {
    result.rollout = nn::attention_rollout(maps, static_cast<int>(result.ids.size()));
  }
  for (nn::AttentionMap& map : maps) {
    if (map.queries.empty() || map.queries[0] != kAgentToken) continue;
    add_layer(map, result);
    if (detail == AttentionDetail::kEveryQuery) result.rows.push_back(take_rows(std::move(map)));
  }
  result.memory = memory_attention();
  return result;
}

MemoryAttention Actor::Impl::memory_attention() const {
  nn::MemoryWeights found = policy.network.memory_weights(pass, 0);
  if (found.heads == 0) return {};
  return {.heads = found.heads,
          .length = policy.config.memory.length,
          .entries = found.entries,
          .weights = std::move(found.weights)};
}

Actor::Actor(const Policy& policy) : impl_(std::make_unique<Impl>(policy.impl())) {}
Actor::Actor(Actor&&) noexcept = default;
Actor::~Actor() = default;

void Actor::act(std::span<const Observation> seen, PolicyState& state, Rng* rng,
                std::span<float> actions) {
  impl_->begin(state, seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].is_empty()) {
      state.forget(i);
    } else {
      impl_->append(seen[i], state, i, rng);
    }
  }
  std::fill(actions.begin(), actions.end(), 0.0F);
  if (impl_->batch.size() == 0) return;
  impl_->choose(false);
  const auto width = static_cast<std::size_t>(impl_->policy.network.action_width());
  const auto state_width = static_cast<std::size_t>(state.width);
  std::size_t sample = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].is_empty()) continue;
    impl_->to_environment(sample, actions.subspan(i * width, width));
    std::copy_n(impl_->states.data() + sample * state_width, state_width, state.of(i).begin());
    ++sample;
  }
}

void Actor::values(std::span<const Observation> seen, PolicyState& state, std::span<float> values) {
  std::fill(values.begin(), values.end(), 0.0F);
  impl_->begin(state, seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].is_empty()) impl_->append(seen[i], state, i, nullptr);
  }
  if (impl_->batch.size() == 0) return;
  impl_->prepare();
  impl_->input.teams.assign_together(impl_->batch.size());
  impl_->policy.network.forward_value(impl_->policy.parameters.data(), impl_->input, impl_->pass);
  const float* value = impl_->pass.value.data();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].is_empty()) values[i] = *value++;
  }
}

Decision Actor::decide(const Observation& observation, PolicyState& state, std::size_t agent,
                       Rng* rng, AttentionDetail detail) {
  Decision decision;
  decision.action.resize(static_cast<std::size_t>(impl_->policy.network.action_width()));
  impl_->begin(state, agent + 1);
  if (observation.is_empty()) {
    state.forget(agent);
    return decision;
  }
  impl_->append(observation, state, agent, rng);
  impl_->choose(true);
  check_value(impl_->pass.value.data()[0]);
  impl_->to_environment(0, decision.action);
  std::copy(impl_->states.begin(), impl_->states.end(), state.of(agent).begin());
  decision.value = impl_->pass.value.data()[0];
  decision.heads = impl_->describe_heads(observation, decision.action);
  decision.attention = impl_->attention(observation, detail);
  decision.inputs = impl_->entity_inputs();
  return decision;
}

Decision Actor::decide(const Observation& observation, Rng* rng) {
  PolicyState state = impl_->policy.make_state(1);
  return decide(observation, state, 0, rng);
}

}  // namespace saccade
