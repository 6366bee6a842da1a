#include "random_policies.h"

#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "envs/core/random.h"
#include "experiments/config/registered_environments.h"
#include "spaces.h"

namespace saccade::interop {
namespace {

// The least and the most that a tensor's numbers are to be, by the end of its name: outputs then
// vary by about 1, and no part of the network goes unnoticed.
std::pair<double, double> range_of(const std::string& name, const Tensor& tensor) {
  if (name.ends_with(".variance")) return {0.00001, 3};
  if (name.ends_with(".count")) return {1000, 2000};
  if (name.ends_with(".gain")) return {0.5, 1.5};
  if (name.ends_with(".weight")) {
    const double size = std::sqrt(3.0 / static_cast<double>(tensor.shape[0]));
    return {-size, size};
  }
  return {-0.7, 0.7};
}

template <class Number>
Tensor random_tensor(const std::string& name, const Tensor& like, Rng& rng) {
  const auto [low, high] = range_of(name, like);
  std::vector<Number> values(like.bytes.size() / sizeof(Number));
  for (Number& value : values) value = static_cast<Number>(rng.uniform(low, high));
  // One feature hardly varied: the floor of the variance decides.
  if (name.ends_with(".variance") && !values.empty()) values[0] = 0;
  return make_tensor(std::span<const Number>(values), like.shape);
}

TensorMap random_tensors(const PolicySet& policies, Rng& rng) {
  TensorMap tensors = policies.tensors();
  for (auto& [name, tensor] : tensors) {
    tensor = tensor.dtype == "F64" ? random_tensor<double>(name, tensor, rng)
                                   : random_tensor<float>(name, tensor, rng);
  }
  return tensors;
}

}  // namespace

EnvironmentSpec spec_of(World world) {
  constexpr std::array kSpecs = {varying_spec, fixed_spec, partial_spec, two_kinds_spec,
                                 placed_spec};  // As of World.
  return kSpecs.at(static_cast<std::size_t>(world))();
}

ExperimentConfig config_of(const Case& wanted, const EnvironmentSpec& spec) {
  ExperimentConfig config;
  config.env_id = spec.id;
  config.learner.policy.encoder.width = 24;
  apply_sets(config, wanted.settings, RegisteredEnvironments());
  return config;
}

PolicySet random_policies(const EnvironmentSpec& spec, const ExperimentConfig& config,
                          std::uint64_t seed) {
  PolicySet policies(spec.kinds, config.learner.policy, seed);
  Rng rng(seed);
  policies.load(random_tensors(policies, rng));
  return policies;
}

}  // namespace saccade::interop
