// Learners that are small enough to be compared whole, and what their policies gain.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "agents/evaluate.h"
#include "agents/learner.h"
#include "agents/policy/policy_impl.h"
#include "agents/toy_environments.h"

namespace saccade::testing {

/// Its values are not 0 before training, as they would be by default: where they go astray shows.
inline PolicyConfig small_policy() {
  PolicyConfig config;
  config.encoder = {.width = 16, .heads = 2};
  config.image_patch = 2;
  config.value_gain = 1;
  return config;
}

/// From now on the policy's values are not finite numbers.
inline void spoil_value(Policy& policy) {
  Policy::Impl& impl = policy.impl();
  for (const auto& [name, slice] : impl.network.layout().entries()) {
    if (name != "value.head.weight") continue;
    std::fill_n(impl.parameters.data() + slice.offset, slice.size(),
                std::numeric_limits<float>::infinity());
  }
}

inline RolloutConfig small_rollout() {
  RolloutConfig config;
  config.envs = 40;  // Five rollout shards.
  config.horizon = 32;
  config.scale_rewards = true;
  return config;
}

/// PPO.
inline LearnerConfig small_config() {
  LearnerConfig config;
  config.policy = small_policy();
  config.rollout = small_rollout();
  config.algorithm.options.set("epochs", 2);
  config.algorithm.options.set("minibatches", 2);
  return config;
}

inline Learner make_learner(const EnvironmentFactory& factory, int threads,
                            std::uint64_t seed = 1) {
  return {factory, small_config(), 4000, seed, threads};
}

inline void check_equal(const TensorMap& a, const TensorMap& b) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, tensor] : a) {
    INFO(name);
    CHECK(tensor.bytes == b.at(name).bytes);
  }
}

/// Whether learners that `make` makes for 1, 3 and 2 threads, the last one restored after an
/// update, are the same after two updates.
template <class MakeLearner>
void check_threads_and_resume(const MakeLearner& make) {
  Learner one = make(1), three = make(3), resumed = make(2);
  one.update();
  three.update();
  resumed.restore(one.save());
  for (Learner* learner : {&one, &three, &resumed}) learner->update();
  check_equal(one.save(), three.save());
  check_equal(one.save(), resumed.save());
}

inline std::vector<double> returns_of(const std::vector<EpisodeSummary>& episodes) {
  std::vector<double> returns;
  for (const EpisodeSummary& episode : episodes) returns.push_back(episode.mean_return());
  return returns;
}

/// Of 100 episodes; without a policy (null) of random play.
template <class E>
double mean_return(const PolicySet* policies, bool stochastic) {
  const Evaluation evaluation =
      evaluate(policies, factory_of<E>(), E().spec(),
               {.episodes = 100, .seed = 1000, .stochastic = stochastic, .threads = 2});
  double sum = 0;
  for (const double value : returns_of(evaluation.episodes)) sum += value;
  return sum / static_cast<double>(evaluation.episodes.size());
}

}  // namespace saccade::testing
