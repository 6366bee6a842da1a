// Decoupled weight decay (Loshchilov & Hutter 2019), in pieces that threads can share: with Adam it
// makes AdamW.
#pragma once

#include <cstddef>
#include <vector>

#include "nn/layers/parameters.h"

namespace saccade::nn {

class WeightDecay {
 public:
  /// Of the matrices that layers multiply by, whose names end in ".weight".  Biases, gains, tables
  /// and what stands alone (a log standard deviation, a temperature) keep what they learned.
  /// `rate` 0: of none.
  WeightDecay(const ParameterLayout& layout, float rate);

  /// Before a step of the optimiser: w <- w - learning_rate * rate * w for the weights of one chunk
  /// (nn::kChunk) of `parameters`.
  void apply(int chunk, float learning_rate, float* parameters) const;

 private:
  struct Range {
    std::size_t begin, end;
  };
  float rate_;
  std::vector<Range> weights_;  // Ascending.
};

}  // namespace saccade::nn
