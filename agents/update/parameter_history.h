// The parameters of a policy before its latest updates, by which rollouts lag behind them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "agents/state/tensors.h"
#include "nn/kernels/buffer.h"

namespace saccade {

class ParameterHistory {
 public:
  /// Keeps as many versions as `lag` says, each of `size` numbers.
  ParameterHistory(int lag, std::size_t size) : lag_(static_cast<std::size_t>(lag)), size_(size) {}

  bool keeps_any() const { return lag_ > 0; }
  /// The version of `lag` updates ago, the first one before that; `now` if none is kept yet.  It
  /// stays until the next push.
  const float* oldest(const float* now) const {
    return versions_.empty() ? now : versions_.front().data();
  }
  /// Before an update: takes a copy of the parameters.
  void push(const float* parameters);

  /// [versions x size], the oldest first; no tensor when there is none.
  void save(const std::string& name, TensorMap& tensors) const;
  /// What a history was that has seen `updates`.  Throws Error when the tensor is another.
  std::vector<float> read(const std::string& name, const TensorMap& tensors,
                          std::int64_t updates) const;
  /// Takes what was read.
  void restore(std::span<const float> versions);

 private:
  std::size_t lag_;
  std::size_t size_;
  std::deque<nn::Buffer<float>> versions_;  // The oldest first.
};

}  // namespace saccade
