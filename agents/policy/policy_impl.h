// What a Policy holds; for the rest of this room.
#pragma once

#include "agents/policy/normaliser.h"
#include "agents/policy/policy.h"
#include "agents/policy/policy_network.h"

namespace saccade {

struct Policy::Impl {
  Impl(const ObservationSpace& observation_space, const ActionSpace& action_space,
       const PolicyConfig& policy_config)
      : observation(observation_space),
        action(action_space),
        config(policy_config),
        network(observation, action, config),
        tokens(token_types(observation, config.image_patch)),
        parameters(network.layout().size()),
        normaliser(tokens, config.normalise_observations, config.observation_clip) {}

  /// An empty batch of what the network reads.
  FeatureBatch make_batch() const {
    return {observation, action, config.image_patch, nn::needs_motion(config.encoder),
            config.frame};
  }

  /// What `agents` agents carry at the start of an episode.
  PolicyState make_state(int agents) const {
    const auto count = static_cast<std::size_t>(agents);
    const int width = network.state_width();
    return {width, std::vector<float>(count * static_cast<std::size_t>(width)),
            std::vector<HeldNoise>(network.holds_noise() ? count : 0)};
  }

  ObservationSpace observation;
  ActionSpace action;
  PolicyConfig config;
  PolicyNetwork<float> network;  // Refuses a wrong configuration, so it comes first.
  std::vector<TokenSpec> tokens;
  nn::Buffer<float> parameters;
  Normaliser normaliser;
};

/// Throws Error (kFailure) when a network's outputs for a sample are not finite.
void check_log_prob(float log_prob);
void check_value(float value);

}  // namespace saccade
