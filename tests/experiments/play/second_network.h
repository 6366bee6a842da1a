// A policy's network, evaluated beside whoever acts by the same policy.
#pragma once

#include <algorithm>
#include <vector>

#include "agents/policy/policy_impl.h"

namespace saccade::testing {

/// What agents of one kind attend to, without an Actor: all of them in one batch.  The policy must
/// outlive it, and remember nothing.
class SecondNetwork {
 public:
  explicit SecondNetwork(const Policy& policy)
      : policy_(policy.impl()), batch_(policy_.make_batch()), pass_(policy_.network.make_pass()) {
    policy_.network.prepare(policy_.parameters.data(), pass_);
  }

  void look(const std::vector<const Observation*>& seen) {
    batch_.clear();
    for (const Observation* one : seen) batch_.append(*one);
    if (batch_.size() == 0) return;
    policy_.normaliser.normalise(batch_, 0, batch_.size());
    NetworkInput<float> input;
    batch_.view(0, batch_.size(), input);
    policy_.network.forward(policy_.parameters.data(), input, pass_);
  }
  /// Of the layers in which the agent asks.
  std::vector<nn::AttentionMap> attention(int sample) {
    auto maps = policy_.network.attention(policy_.parameters.data(), pass_, sample);
    std::erase_if(maps, [](const nn::AttentionMap& map) {
      return std::find(map.queries.begin(), map.queries.end(), 0) == map.queries.end();
    });
    return maps;
  }

 private:
  const Policy::Impl& policy_;
  FeatureBatch batch_;
  NetworkPass<float> pass_;
};

}  // namespace saccade::testing
