// A policy: the network that turns an observation into an action distribution and a value, its
// parameters, and the statistics that normalise observations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/policy_config.h"
#include "agents/state/tensors.h"
#include "envs/core/environment.h"

namespace saccade {

/// What agents carry from step to step of an episode: what the policy remembers, zero at the start
/// and empty without memory, and the noise that they hold.
struct PolicyState {
  int width = 0;                 ///< Numbers per agent.
  std::vector<float> numbers;    ///< [agents x width]
  std::vector<HeldNoise> noise;  ///< [agents], or none where the policy holds no noise.

  std::span<float> of(std::size_t agent) {
    const auto size = static_cast<std::size_t>(width);
    return std::span(numbers).subspan(agent * size, size);
  }
  /// Null where the policy holds no noise.
  HeldNoise* held_by(std::size_t agent) { return noise.empty() ? nullptr : &noise[agent]; }

  /// An agent's part becomes what it is at the start of an episode.
  void forget(std::size_t agent) {
    const std::span<float> own = of(agent);
    std::fill(own.begin(), own.end(), 0.0F);
    if (HeldNoise* held = held_by(agent)) held->forget();
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
  /// What `agents` agents carry at the start of an episode.
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
