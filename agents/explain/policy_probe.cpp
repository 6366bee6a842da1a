#include "agents/explain/policy_probe.h"

#include <algorithm>
#include <utility>

#include "agents/policy/actor.h"
#include "agents/policy/pass_size.h"
#include "agents/policy/policy_impl.h"

namespace saccade {
namespace {

// The same policy, whose features' gradient can be asked for.
Policy copy_of(const Policy& policy, const TensorMap& tensors) {
  PolicyConfig config = policy.config();
  config.feature_gradient = true;
  Policy copy(policy.observation_space(), policy.action_space(), config, 0);
  copy.load(tensors);
  return copy;
}

TensorMap with_random_weights(const Policy& policy, std::uint64_t seed) {
  const Policy drawn(policy.observation_space(), policy.action_space(), policy.config(), seed);
  TensorMap tensors = policy.tensors();
  for (const auto& [name, tensor] : drawn.tensors()) {
    if (!name.starts_with("observation.")) tensors[name] = tensor;
  }
  return tensors;
}

}  // namespace

struct PolicyProbe::Impl {
  explicit Impl(Policy copy)
      : policy(std::move(copy)),
        actor(policy),
        path(policy.impl()),
        batch(policy.impl().make_batch()),
        whole(policy.impl().network.make_pass()),
        pass(policy.impl().network.make_pass()) {
    policy.impl().network.prepare(policy.impl().parameters.data(), whole);
    policy.impl().network.prepare(policy.impl().parameters.data(), pass);
  }

  void evaluate(std::span<const float> held, NetworkPass<float>& with);
  DecisionChange change(int sample, const std::vector<std::vector<int>>& kept) const;

  Policy policy;
  Actor actor;
  FeaturePath path;
  FeatureBatch batch;
  NetworkInput<float> input;
  NetworkPass<float> whole;  // Of the moment as it was.
  NetworkPass<float> pass;   // Of a run of subsets.
  std::vector<float> states;
};

// What stands in the batch, of an agent that remembers `held`.
void PolicyProbe::Impl::evaluate(std::span<const float> held, NetworkPass<float>& with) {
  const Policy::Impl& impl = policy.impl();
  impl.normaliser.normalise(batch, 0, batch.size());
  batch.view(0, batch.size(), input);
  states.clear();
  for (int s = 0; s < batch.size(); ++s) states.insert(states.end(), held.begin(), held.end());
  input.states = states.data();
  input.teams = {};
  impl.network.forward(impl.parameters.data(), input, with);
}

DecisionChange PolicyProbe::Impl::change(int sample,
                                         const std::vector<std::vector<int>>& kept) const {
  const Policy::Impl& impl = policy.impl();
  DecisionChange change;
  for (std::size_t h = 0; h < pass.heads.size(); ++h) {
    change.divergence += impl.network.heads()[h]->divergence(
        impl.parameters.data(), *whole.heads[h], 0, *pass.heads[h], sample, kept[h]);
  }
  change.value =
      static_cast<double>(pass.value.data()[sample]) - static_cast<double>(whole.value.data()[0]);
  return change;
}

PolicyProbe::PolicyProbe(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PolicyProbe::PolicyProbe(const Policy& policy)
    : impl_(std::make_unique<Impl>(copy_of(policy, policy.tensors()))) {}
PolicyProbe::PolicyProbe(PolicyProbe&&) noexcept = default;
PolicyProbe::~PolicyProbe() = default;

PolicyProbe PolicyProbe::randomised(const Policy& policy, std::uint64_t seed) {
  return PolicyProbe(std::make_unique<Impl>(copy_of(policy, with_random_weights(policy, seed))));
}

bool PolicyProbe::can_remove() const {
  return impl_->policy.config().encoder.kind != nn::EncoderKind::kMlp;
}

AttentionWeights PolicyProbe::attention(const DecisionMoment& moment) {
  PolicyState state = impl_->policy.make_state(1);
  std::copy(moment.held.begin(), moment.held.end(), state.numbers.begin());
  return impl_->actor.decide(moment.seen, state, 0, nullptr).attention;
}

std::vector<DecisionChange> PolicyProbe::changes(const DecisionMoment& moment,
                                                 std::span<const EntityPlace> entities,
                                                 std::span<const KeptEntities> subsets) {
  const ObservationSpace& space = impl_->policy.observation_space();
  const ActionSpace& actions = impl_->policy.action_space();
  impl_->batch.clear();
  impl_->batch.append(moment.seen);
  const int rows = std::max(1, impl_->batch.rows());
  impl_->evaluate(moment.held, impl_->whole);
  const PassSize size = pass_size(impl_->policy.config().encoder);
  const auto most = static_cast<std::size_t>(std::max(1, std::min(size.samples, size.rows / rows)));
  std::vector<DecisionChange> changes;
  for (std::size_t first = 0; first < subsets.size(); first += most) {
    const std::size_t count = std::min(most, subsets.size() - first);
    impl_->batch.clear();
    for (std::size_t i = first; i < first + count; ++i) {
      impl_->batch.append(observation_with(space, actions, moment.seen, entities, subsets[i]));
    }
    impl_->evaluate(moment.held, impl_->pass);
    for (std::size_t i = 0; i < count; ++i) {
      changes.push_back(impl_->change(
          static_cast<int>(i), kept_choices(actions, moment.seen, entities, subsets[first + i])));
    }
  }
  return changes;
}

AverageFeatures PolicyProbe::averages(std::span<const DecisionMoment* const> moments) {
  const Policy::Impl& policy = impl_->policy.impl();
  AverageFeatures averages;
  for (const TokenSpec& type : policy.tokens) averages.emplace_back(type.features.size(), 0.0);
  if (policy.normaliser.enabled()) return averages;
  impl_->batch.clear();
  for (const DecisionMoment* moment : moments) impl_->batch.append(moment->seen);
  for (std::size_t t = 0; t < averages.size(); ++t) {
    std::vector<double>& average = averages[t];
    const std::span<float> all = impl_->batch.features(static_cast<int>(t), 0, impl_->batch.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      average[i % average.size()] += static_cast<double>(all[i]);
    }
    const double rows = static_cast<double>(all.size()) /
                        static_cast<double>(std::max<std::size_t>(average.size(), 1));
    for (double& mean : average) mean /= std::max(rows, 1.0);
  }
  return averages;
}

FeatureAttribution PolicyProbe::attribute(const DecisionMoment& moment,
                                          std::span<const EntityPlace> entities,
                                          const AverageFeatures& averages) {
  impl_->batch.clear();
  impl_->batch.append(moment.seen);
  impl_->policy.impl().normaliser.normalise(impl_->batch, 0, 1);
  return impl_->path.attribute(impl_->batch, moment.held, entities, averages);
}

}  // namespace saccade
