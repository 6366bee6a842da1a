#ifdef SACCADE_WITH_RENDER
#include <catch2/catch.hpp>

#include "agents/kind_learner.h"
#include "envs/builtin.h"
#include "experiments/play/episode_source.h"

namespace saccade {
namespace {

// Of the first step of a cart-pole, by an untrained policy.
float first_value(std::vector<float> units) {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find("cartpole");
  auto environment = make_environment(entry, Options(entry.options));
  const EnvironmentSpec spec = environment->spec();
  PolicyConfig config;
  config.value_gain = 1;  // Its values are not 0.
  LoadedRun run{ExperimentConfig(), PolicySet(spec.kinds, config, 1), 0, {}, {}, std::move(units)};
  EpisodeSource source(std::move(environment),
                       std::make_unique<PolicyPlayer>(std::move(run), spec, false));
  return source.reset(4).mind().value;
}

}  // namespace

TEST_CASE("A value that was learned on scaled rewards is shown in the environment's units") {
  CHECK(first_value({}) != 0);
  CHECK(first_value({2.5F}) == 2.5F * first_value({}));
}

TEST_CASE("A checkpoint tells the unit of its values: the deviation of discounted returns") {
  TensorMap tensors;
  AgentKind kind;
  kind.name = "prey";
  CHECK(unit_of_values(tensors, kind) == 1);
  tensors["prey.learner.return_moments"].assign(std::vector<double>{10, 3, 6.25});
  CHECK(unit_of_values(tensors, kind) == 2.5F);
}

}  // namespace saccade
#endif
