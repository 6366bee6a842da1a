#include "agents/policy/policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "agents/policy/policy_impl.h"
#include "agents/state/tensor_checks.h"

namespace saccade {

Policy::Policy(const ObservationSpace& observation, const ActionSpace& action,
               const PolicyConfig& config, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(observation, action, config)) {
  std::fill_n(impl_->parameters.data(), impl_->parameters.size(), 0.0F);
  nn::Random random(seed);
  impl_->network.initialise(impl_->parameters.data(), random);
}

Policy::~Policy() = default;
Policy::Policy(Policy&&) noexcept = default;

const ObservationSpace& Policy::observation_space() const {
  return impl_->observation;
}
const ActionSpace& Policy::action_space() const {
  return impl_->action;
}
const PolicyConfig& Policy::config() const {
  return impl_->config;
}

PolicyState Policy::make_state(int agents) const {
  return impl_->make_state(agents);
}

std::size_t Policy::parameter_count() const {
  std::size_t count = 0;
  for (const auto& entry : impl_->network.layout().entries()) count += entry.slice.size();
  return count;
}

TensorMap Policy::tensors() const {
  TensorMap tensors;
  save(tensors);
  return tensors;
}

void Policy::save(TensorMap& tensors, const std::string& prefix) const {
  for (const auto& [name, slice] : impl_->network.layout().entries()) {
    const std::span<const float> values(impl_->parameters.data() + slice.offset, slice.size());
    tensors[prefix + name].assign(values, {slice.rows, slice.cols});
  }
  impl_->normaliser.save(tensors, prefix);
}

void Policy::load(const TensorMap& tensors) {
  std::vector<float> loaded(impl_->parameters.size());
  for (const auto& [name, slice] : impl_->network.layout().entries()) {
    const std::vector<float> values = read_tensor<float>(tensors, name);
    const std::vector<std::int64_t> shape = {slice.rows, slice.cols};
    if (tensors.at(name).shape != shape || values.size() != slice.size()) {
      throw Error(fmt::format("checkpoint: tensor '{}' has shape {}, wanted {}", name,
                              tensors.at(name).shape, shape));
    }
    saccade::check_finite(name, values);
    std::copy(values.begin(), values.end(),
              loaded.begin() + static_cast<std::ptrdiff_t>(slice.offset));
  }
  impl_->normaliser.load(tensors);
  std::copy(loaded.begin(), loaded.end(), impl_->parameters.data());
}

namespace {

void check_finite(const char* thing, float number) {
  if (std::isfinite(number)) return;
  throw Error(fmt::format("policy: found a {} of {}, wanted a finite number", thing, number),
              Error::Kind::kFailure);
}

}  // namespace

void check_log_prob(float log_prob) {
  check_finite("log-probability", log_prob);
}

void check_value(float value) {
  check_finite("value", value);
}

}  // namespace saccade
