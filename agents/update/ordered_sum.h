// The sum of a minibatch's gradient over the parts of all ranks, as one process adds them: part
// after part.
//
// The sum goes from rank to rank; each adds its own parts to what it was given.  It goes in blocks,
// so that a rank works on one while the next rank works on the one before.
#pragma once

#include <span>

#include "agents/algorithms/algorithm.h"
#include "agents/ranks/ranks.h"
#include "nn/kernels/buffer.h"

namespace saccade {

class OrderedSum {
 public:
  /// A part's gradient [size] and metrics.
  struct Part {
    const float* gradient;
    const MetricSums* sums;
  };

  /// `begins`: whether the first part of all is among this rank's; earlier ranks have none.
  OrderedSum(Ranks& ranks, std::size_t size, bool begins);

  /// To be called by all ranks, each with its own parts in order.
  void run(std::span<const Part> own);

  float* gradient() { return numbers_.data(); }  ///< [size]
  MetricSums sums() const;

 private:
  void set_sums(const MetricSums& sums);
  void add_sums(std::span<const Part> own);

  Ranks& ranks_;
  std::size_t size_;
  bool begins_;
  nn::Buffer<float> numbers_;  // The gradient; the bits of the metrics travel behind it.
};

}  // namespace saccade
