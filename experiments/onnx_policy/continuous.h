// Distributions of continuous actions, in units in which [-1, 1] is the range.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/onnx/layers.h"

namespace saccade::onnx {

/// Of B samples, everything [B x dimensions].
struct Numbers {
  Value best{};         ///< What is done when nothing is left to chance.
  Value mean{}, std{};  ///< Of what is sampled.
  /// What sampling needs besides, each with its name.
  std::vector<std::pair<std::string, Value>> shape{};
};

/// Of the two numbers that shape each dimension; `kind` is the distribution's name.
Numbers distribution_of(const std::string& kind, const Value& first, const Value& second);

}  // namespace saccade::onnx
