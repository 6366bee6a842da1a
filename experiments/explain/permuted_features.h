// An environment in which one feature of a type of entities, or all of them, tells nothing any
// more: each entity shows what some other one showed at some other time (permutation importance,
// Breiman 2001; Fisher, Rudin & Dominici 2019).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "envs/wrappers/wrapper.h"

namespace saccade {

/// What is permuted, and what stands in its place.
struct Permutation {
  std::size_t kind = 0;                  ///< Of the agents whose observations change.
  std::size_t type = 0;                  ///< Of the entities.
  std::optional<std::size_t> feature{};  ///< Of the type; none: whole rows change together.
  std::vector<float> rows{};             ///< [rows x features] from which values are drawn.
};

/// Which row an entity shows is a number of episode, step, agent and id alone: looking twice
/// changes nothing.  Where an entity is stays known to encoders that read places.
class PermutedFeatures final : public Wrapper {
 public:
  /// The permutation must outlive it and have rows.
  PermutedFeatures(std::unique_ptr<Environment> inner, const Permutation& permutation);

  void reset(std::uint64_t seed) override;
  StepResult step(std::span<const float> actions, std::span<float> rewards) override;
  void observe(int agent, Observation& observation) const override;

 private:
  void permute(int agent, EntityId id, std::span<float> row) const;

  const Permutation& permutation_;
  std::uint64_t seed_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace saccade
