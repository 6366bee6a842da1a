#include "agents/policy/actor.h"

#include <cmath>

#include "agents/policy/action_units.h"
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

}  // namespace

struct Actor::Impl {
  explicit Impl(const Policy::Impl& acting)
      : policy(acting),
        batch(acting.make_batch()),
        pass(acting.network.make_pass()),
        raw(static_cast<std::size_t>(acting.network.action_width())) {}

  // Normalises what stands in `batch` and evaluates it.
  void forward() {
    policy.normaliser.normalise(batch, 0, batch.size());
    batch.view(0, batch.size(), input);
    policy.network.forward(policy.parameters.data(), input, pass);
  }

  void choose(int sample, Rng* rng, std::span<float> action) {
    const float* parameters = policy.parameters.data();
    policy.network.choose(parameters, pass, sample, rng, raw);
    const ActionTerms<float> terms = policy.network.evaluate(parameters, pass, sample, raw);
    check_finite(terms.log_prob, pass.value.data()[sample]);
    to_environment(policy.action, raw, action);
  }

  HeadDecision describe(std::size_t head, const Observation& observation) const;
  AttentionWeights list_tokens(const Observation& observation) const;
  AttentionWeights attention(const Observation& observation);

  const Policy::Impl& policy;
  FeatureBatch batch;
  NetworkInput<float> input;
  NetworkPass<float> pass;
  std::vector<float> raw;
};

HeadDecision Actor::Impl::describe(std::size_t index, const Observation& observation) const {
  const ActionHead& head = policy.action.heads[index];
  const std::span<const float> output = pass.heads[index].of(0);
  HeadDecision decision;
  decision.name = head_name(head);
  if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
    const std::size_t log_std = policy.network.heads()[index].log_std.offset;
    decision.labels = continuous->labels;
    for (std::size_t i = 0; i < output.size(); ++i) {
      const ActionRange range(*continuous, i);
      decision.mean.push_back(range.value(output[i]));
      decision.std.push_back(range.deviation(std::exp(policy.parameters.data()[log_std + i])));
    }
    return decision;
  }
  for (const float log_prob : output) decision.probabilities.push_back(std::exp(log_prob));
  if (const auto* categorical = std::get_if<CategoricalHead>(&head)) {
    decision.labels = categorical->labels;
  } else {
    for (const int type : std::get<SelectEntityHead>(head).types) {
      const auto& ids = observation.rows()[static_cast<std::size_t>(type)].ids;
      decision.candidates.insert(decision.candidates.end(), ids.begin(), ids.end());
    }
  }
  return decision;
}

// The tokens in the order in which the network has them.
AttentionWeights Actor::Impl::list_tokens(const Observation& observation) const {
  FeatureBatch located(policy.observation, policy.action, policy.config.image_patch, true);
  located.append(observation);
  NetworkInput<float> shown;
  located.view(0, 1, shown);
  AttentionWeights result;
  for (std::size_t t = 0; t < shown.types.size(); ++t) {
    const nn::EntityRows<float>& rows = shown.types[t];
    for (std::int32_t row = 0; row < rows.offsets[1]; ++row) {
      const bool entity = !policy.tokens[t].context;
      result.ids.push_back(entity ? observation.rows()[t].ids[static_cast<std::size_t>(row)]
                                  : kNoEntity);
      result.types.push_back(static_cast<int>(t));
      result.positions.push_back(
          {shown.origins[0] + rows.motion[4 * row], shown.origins[1] + rows.motion[4 * row + 1]});
    }
  }
  return result;
}

AttentionWeights Actor::Impl::attention(const Observation& observation) {
  AttentionWeights result = list_tokens(observation);
  const std::vector<nn::AttentionMap> maps =
      policy.network.attention(policy.parameters.data(), pass, 0);
  for (const nn::AttentionMap& map : maps) {
    const bool queries = !map.queries.empty() && map.queries[0] == kAgentToken;
    if (queries) add_layer(map, result);
  }
  if (!maps.empty()) {
    result.rollout = nn::attention_rollout(maps, static_cast<int>(result.ids.size()));
  }
  return result;
}

Actor::Actor(const Policy& policy) : impl_(std::make_unique<Impl>(policy.impl())) {}
Actor::~Actor() = default;

void Actor::act(std::span<const Observation> seen, Rng* rng, std::span<float> actions) {
  impl_->batch.clear();
  for (const Observation& observation : seen) impl_->batch.append(observation);
  impl_->forward();
  const std::size_t width = impl_->raw.size();
  for (int s = 0; s < impl_->batch.size(); ++s) {
    impl_->choose(s, rng, actions.subspan(static_cast<std::size_t>(s) * width, width));
  }
}

Decision Actor::decide(const Observation& observation, Rng* rng) {
  impl_->batch.clear();
  impl_->batch.append(observation);
  impl_->forward();
  Decision decision;
  decision.action.resize(impl_->raw.size());
  impl_->choose(0, rng, decision.action);
  decision.value = impl_->pass.value.data()[0];
  for (std::size_t h = 0; h < impl_->policy.action.heads.size(); ++h) {
    decision.heads.push_back(impl_->describe(h, observation));
  }
  decision.attention = impl_->attention(observation);
  return decision;
}

}  // namespace saccade
