#include "python/src/policies/loaded_policy.h"

#include <span>

namespace saccade::python {

namespace {

constexpr std::uint64_t kNoiseStream = 0x6e6f697365;  // "noise", as of an evaluation.

std::size_t index_of(const std::vector<AgentKind>& kinds, const std::string& name) {
  if (name.empty() && kinds.size() == 1) return 0;
  std::string names;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (kinds[k].name == name) return k;
    names += (k == 0 ? "" : ", ") + kinds[k].name;
  }
  if (kinds.size() == 1 && kinds[0].name.empty()) {
    throw Error("kind: found '" + name + "', but there is one kind of agents, without a name");
  }
  throw Error("kind: found '" + name + "', wanted one of " + names);
}

}  // namespace

LoadedPolicy::LoadedPolicy(const std::string& run, const std::string& kind,
                           RegisteredEnvironments& environments)
    : run_(load_run(run, {}, environments)),
      index_(index_of(run_.policies.kinds(), kind)),
      actor_(policy()),
      state_(policy().make_state(1)),
      rng_(derive_seed({0, kNoiseStream})) {}

void LoadedPolicy::reset(std::optional<std::uint64_t> seed) {
  state_.forget(0);
  if (seed) rng_.seed(derive_seed({*seed, kNoiseStream}));
}

std::vector<float> LoadedPolicy::act(const Observation& seen, bool sample) {
  std::vector<float> action(static_cast<std::size_t>(action_width(kind().action)));
  actor_.act({&seen, 1}, state_, sample ? &rng_ : nullptr, action);
  return action;
}

Decision LoadedPolicy::decide(const Observation& seen, bool sample) {
  Decision decision = actor_.decide(seen, state_, 0, sample ? &rng_ : nullptr);
  if (index_ < run_.value_units.size()) decision.value *= run_.value_units[index_];
  return decision;
}

std::vector<TokenSpec> LoadedPolicy::token_types() const {
  return saccade::token_types(kind().observation, policy().config().image_patch);
}

bool LoadedPolicy::needs_places() const {
  const PolicyConfig& config = policy().config();
  return nn::needs_motion(config.encoder) || config.frame != ObservationFrame::kWorld;
}

}  // namespace saccade::python
