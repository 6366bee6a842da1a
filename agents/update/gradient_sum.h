// The sum of a minibatch's gradient over its parts, wherever these were computed.
//
// Parts are added as a tree (tree_order.h), in one process and among ranks, so that both have the
// same bits.  Among ranks each adds up the subtrees that are its own.  Then each adds one stretch
// of the gradient for all: it is sent that stretch by everyone, and sends its sum to everyone.  So
// a rank sends and receives about two gradients, however many ranks there are.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "agents/algorithms/algorithm.h"
#include "agents/ranks/ranks.h"
#include "agents/threads/thread_pool.h"
#include "agents/update/addition_order.h"
#include "nn/kernels/buffer.h"

namespace saccade {

class GradientSum {
 public:
  /// A part's gradient [size] and metrics.
  struct Part {
    float* gradient;
    MetricSums* sums;
  };

  /// Of parts that are dealt out to the ranks by their numbers; null: all of them are here.
  GradientSum(std::size_t parts, const std::vector<Addition>& order, std::size_t size,
              Ranks* ranks);

  /// Which parts are here.
  const PartRange& own() const { return own_; }

  /// To be called by all ranks, each with its own parts, which are used up.
  void run(std::span<const Part> own, ThreadPool& pool);

  float* gradient() { return sum_; }  ///< [size], of the latest run.
  const MetricSums& sums() const { return sums_; }

 private:
  void plan_exchange();
  void add_own(std::span<const Part> own, ThreadPool& pool);
  void hand_out(std::span<const Part> own);
  void add_stretch();

  std::size_t rank() const { return static_cast<std::size_t>(ranks_->rank()); }
  std::size_t ranks() const { return static_cast<std::size_t>(ranks_->size()); }
  /// Numbers of the stretch that a rank adds.
  std::size_t stretch(std::size_t rank) const { return ends_[rank + 1] - ends_[rank]; }

  Ranks* ranks_;
  std::size_t size_;
  PartRange own_;
  std::vector<Addition> own_additions_;
  float* sum_ = nullptr;
  MetricSums sums_;
  // Among ranks:
  std::vector<Addition> rest_;                       // What no rank can add alone.
  std::vector<std::vector<std::size_t>> roots_;      // [ranks] where a rank's own sums stand.
  std::vector<std::size_t> ends_;                    // [ranks + 1] of the stretches.
  std::vector<std::size_t> out_counts_, in_counts_;  // [ranks] numbers to and from each.
  nn::Buffer<float> numbers_;                        // The whole sum.
  nn::Buffer<float> out_, in_;  // Stretches of sums; behind each travel its metrics.
  std::vector<float*> at_;      // [parts] where the stretch of a sum stands.
};

}  // namespace saccade
