// What can be chosen about a policy, with defaults.
#pragma once

#include <cstddef>
#include <vector>

#include "agents/critic/critic_scope.h"
#include "agents/frame/agent_frame.h"
#include "agents/heads/policy_head.h"
#include "nn/encoders/encoder.h"
#include "nn/memory/memory_config.h"

namespace saccade {

/// Which agents have the same parameters.
enum class ParameterSharing {
  kShared,    ///< Those of a kind.
  kSeparate,  ///< None: each agent is to be a kind of its own (envs/wrappers/separate_agents.h).
};

/// "shared", "separate".
constexpr const char* name_of(ParameterSharing sharing) {
  constexpr const char* kNames[] = {"shared", "separate"};
  return kNames[static_cast<std::size_t>(sharing)];
}

struct PolicyConfig {
  nn::EncoderConfig encoder;
  nn::MemoryConfig memory;  ///< Behind the encoder: what heads and value read.
  /// Steps through which gradients flow back, at most; sequences of as many are trained on.
  int memory_sequence = 16;
  bool separate_value = false;  ///< A second encoder for the value instead of a shared one.
  ParameterSharing parameters = ParameterSharing::kShared;
  CriticScope critic = CriticScope::kOwn;  ///< Whose observations the value reads.
  /// Widths of the hidden layers, with encoder.activation, between the agent's vector and the
  /// action heads, and between that vector (of the value's own encoder, if it has one) and the
  /// value.
  std::vector<int> actor_hidden, critic_hidden;
  /// Gain of the orthogonal weights with which the value begins; 0: all values are 0 at first.
  float value_gain = 0;
  HeadConfig heads;
  ObservationFrame frame = ObservationFrame::kWorld;  ///< In which the agent sees what is declared.
  bool normalise_observations = true;  ///< Running mean and variance per type of token and feature.
  float observation_clip = 10;         ///< How far a feature may be from 0 once it is normalised.
  int image_patch = 4;                 ///< Side of the patches that images become, pixels.
  /// Whether the gradient by the features may be asked for: see PolicyNetwork::want_gradient.  It
  /// changes how the encoder computes, not what, and training has no use for it.
  bool feature_gradient = false;

  /// Steps that are trained on together: 1 without memory.
  int sequence_length() const {
    return memory.kind == nn::default_memory_kind() ? 1 : memory_sequence;
  }
};

}  // namespace saccade
