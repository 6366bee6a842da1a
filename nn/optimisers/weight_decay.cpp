#include "nn/optimisers/weight_decay.h"

#include <algorithm>

#include "nn/optimisers/adam.h"

namespace saccade::nn {

WeightDecay::WeightDecay(const ParameterLayout& layout, float rate) : rate_(rate) {
  if (rate == 0) return;
  for (const auto& [name, slice] : layout.entries()) {
    if (name.ends_with(".weight")) weights_.push_back({slice.offset, slice.offset + slice.size()});
  }
}

void WeightDecay::apply(int chunk, float learning_rate, float* parameters) const {
  const float kept = 1 - learning_rate * rate_;
  const std::size_t first = static_cast<std::size_t>(chunk) * kChunk;
  for (const Range& range : weights_) {
    const std::size_t begin = std::max(range.begin, first);
    const std::size_t end = std::min(range.end, first + kChunk);
    for (std::size_t i = begin; i < end; ++i) parameters[i] *= kept;
  }
}

}  // namespace saccade::nn
