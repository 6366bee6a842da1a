#include "experiments/explain/permuted_features.h"

#include <utility>

#include "envs/core/random.h"

namespace saccade {
namespace {

constexpr std::uint64_t kStream = 0x7065726d757465;  // Apart from all other streams of a seed.

}  // namespace

PermutedFeatures::PermutedFeatures(std::unique_ptr<Environment> inner,
                                   const Permutation& permutation)
    : Wrapper(std::move(inner)), permutation_(permutation) {}

void PermutedFeatures::reset(std::uint64_t seed) {
  seed_ = seed;
  steps_ = 0;
  Wrapper::reset(seed);
}

StepResult PermutedFeatures::step(std::span<const float> actions, std::span<float> rewards) {
  ++steps_;
  return inner().step(actions, rewards);
}

void PermutedFeatures::observe(int agent, Observation& observation) const {
  if (inner_spec().kind_index(agent) != permutation_.kind) {
    return Wrapper::observe(agent, observation);
  }
  const Observation& seen = look(agent);
  std::vector<float> row;
  for (std::size_t type = 0; type < seen.rows().size(); ++type) {
    const Observation::Rows& rows = seen.rows()[type];
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      const std::span<const float> features = features_of(rows, i);
      row.assign(features.begin(), features.end());
      if (type == permutation_.type) permute(agent, rows.ids[i], row);
      observation.add(static_cast<int>(type), rows.ids[i], row, rows.positions[i],
                      rows.velocities[i]);
    }
  }
  copy_sensors_and_heads(seen, observation);
}

void PermutedFeatures::permute(int agent, EntityId id, std::span<float> row) const {
  const std::uint64_t draw = derive_seed(
      {kStream, seed_, steps_, static_cast<std::uint64_t>(agent), static_cast<std::uint64_t>(id)});
  const std::size_t count = permutation_.rows.size() / row.size();
  const float* other = permutation_.rows.data() + (draw % count) * row.size();
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (!permutation_.feature || *permutation_.feature == k) row[k] = other[k];
  }
}

}  // namespace saccade
