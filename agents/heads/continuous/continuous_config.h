// What can be chosen about the distributions of continuous actions.
#pragma once

namespace saccade {

/// See continuous_kinds.h.
struct ContinuousKind;
const ContinuousKind* default_continuous_kind();

/// Where a standard deviation comes from.
enum class Deviation {
  kLearned,  ///< A parameter per dimension, which no observation changes.
  kFixed,    ///< It stays what it is at first.
  kState,    ///< The readout gives it, as it gives the mean.
  kGsde      ///< That of noise which is a function of the agent's vector: see state_noise.h.
};

struct ContinuousConfig {
  const ContinuousKind* distribution = default_continuous_kind();  ///< At first "gaussian".
  Deviation deviation = Deviation::kLearned;  ///< Of kinds that have one: has_deviation.
  /// Of kGsde: the steps after which an agent draws another function; 0: once per episode.
  int noise_every = 4;
  /// Of kGsde: whether gradients flow through the deviation into the vector.
  bool learn_features = false;
};

}  // namespace saccade
