#include "agents/update/parameter_history.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "agents/state/tensor_checks.h"

namespace saccade {

void ParameterHistory::push(const float* parameters) {
  if (lag_ == 0) return;
  if (versions_.size() < lag_) {
    versions_.emplace_back(size_);
  } else {
    std::rotate(versions_.begin(), versions_.begin() + 1, versions_.end());
  }
  std::copy_n(parameters, size_, versions_.back().data());
}

void ParameterHistory::save(const std::string& name, TensorMap& tensors) const {
  if (versions_.empty()) return;
  Tensor& tensor = tensors[name];
  tensor.dtype = dtype_of<float>();
  tensor.shape = {static_cast<std::int64_t>(versions_.size()), static_cast<std::int64_t>(size_)};
  tensor.bytes.clear();
  for (const nn::Buffer<float>& version : versions_) {
    const auto bytes = std::as_bytes(std::span(version.data(), size_));
    tensor.bytes.insert(tensor.bytes.end(), bytes.begin(), bytes.end());
  }
}

std::vector<float> ParameterHistory::read(const std::string& name, const TensorMap& tensors,
                                          std::int64_t updates) const {
  const auto versions = std::min(static_cast<std::int64_t>(lag_), updates);
  if (versions == 0) return {};
  return read_finite<float>(tensors, name, static_cast<std::size_t>(versions) * size_);
}

void ParameterHistory::restore(std::span<const float> versions) {
  versions_.clear();
  for (; !versions.empty(); versions = versions.subspan(size_)) push(versions.data());
}

}  // namespace saccade
