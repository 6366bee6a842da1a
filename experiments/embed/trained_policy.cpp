#include "experiments/embed/trained_policy.h"

#include "agents/policy/actor.h"
#include "envs/episode/observation_check.h"
#include "experiments/export/exported_policy.h"
#include "experiments/run/run_directory.h"

namespace saccade {

namespace {

ExportedPolicy load(const std::string& run, const std::string& kind) {
  const std::filesystem::path file = locate_run(run).checkpoint;
  return exported_policy(read_checkpoint(file), file, kind);
}

/// With its parameters: an actor prepares them when it is made.
Policy policy_of(const ExportedPolicy& source) {
  Policy policy(source.kind.observation, source.kind.action, source.config, 0);
  policy.load(source.tensors);
  return policy;
}

}  // namespace

struct TrainedPolicy::Impl {
  explicit Impl(ExportedPolicy loaded)
      : source(std::move(loaded)),
        policy(policy_of(source)),
        actor(policy),
        state(policy.make_state(1)) {}

  Decision decide(const Observation& seen, Rng* rng) {
    check_observation(source.kind, seen);
    Decision decision = actor.decide(seen, state, 0, rng);
    decision.value *= source.value_unit;
    return decision;
  }

  ExportedPolicy source;
  Policy policy;
  Actor actor;
  PolicyState state;
};

TrainedPolicy::TrainedPolicy(const std::string& run, const std::string& kind)
    : impl_(std::make_unique<Impl>(load(run, kind))) {}

TrainedPolicy::TrainedPolicy(TrainedPolicy&&) noexcept = default;
TrainedPolicy::~TrainedPolicy() = default;

const AgentKind& TrainedPolicy::kind() const {
  return impl_->source.kind;
}

const std::string& TrainedPolicy::env_id() const {
  return impl_->source.env_id;
}

std::int64_t TrainedPolicy::step() const {
  return impl_->source.step;
}

Observation TrainedPolicy::observation() const {
  return {kind().observation, kind().action};
}

void TrainedPolicy::begin_episode() {
  impl_->state.forget(0);
}

Decision TrainedPolicy::decide(const Observation& seen) {
  return impl_->decide(seen, nullptr);
}

Decision TrainedPolicy::sample(const Observation& seen, Rng& rng) {
  return impl_->decide(seen, &rng);
}

}  // namespace saccade
