// A policy: the network that turns an observation into an action distribution and a value, its
// parameters, and the statistics that normalise observations.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/policy_config.h"
#include "agents/state/tensors.h"
#include "envs/core/environment.h"

namespace saccade {

/// What a policy remembers of an episode, zero at its start; empty without memory.
struct PolicyState {
  int width = 0;               ///< Numbers per agent.
  std::vector<float> numbers;  ///< [agents x width]

  std::span<float> of(std::size_t agent) {
    const auto size = static_cast<std::size_t>(width);
    return std::span(numbers).subspan(agent * size, size);
  }
};

/// Immutable while it acts and shareable between threads: each thread has an Actor of its own.
class Policy {
 public:
  /// Draws initial parameters from `seed`.  Throws Error when the configuration does not fit the
  /// spaces (an `mlp` encoder for varying counts, a width that heads do not divide, ...).
  Policy(const ObservationSpace& observation, const ActionSpace& action, const PolicyConfig& config,
         std::uint64_t seed);
  ~Policy();
  Policy(Policy&&) noexcept;

  const ObservationSpace& observation_space() const;
  const ActionSpace& action_space() const;
  const PolicyConfig& config() const;
  /// What `agents` agents remember at the start of an episode.
  PolicyState make_state(int agents) const;
  /// Numbers that are learned.
  std::size_t parameter_count() const;

  /// Parameters ("policy.entity.food.embed.weight", ...) and observation statistics
  /// ("observation.food.mean", ...).
  TensorMap tensors() const;
  /// Puts them into `tensors` under names that begin with `prefix`, over those that are there.
  void save(TensorMap& tensors, const std::string& prefix = "") const;
  /// Throws Error, with nothing changed, when a tensor is missing or has another shape; tensors
  /// with other names are ignored.
  void load(const TensorMap& tensors);

  struct Impl;
  Impl& impl() { return *impl_; }
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
