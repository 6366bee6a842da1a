// What the minibatches of an epoch hold: their sequences part by part, how many samples these are,
// and how their advantages are spread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/algorithms/trajectories.h"
#include "agents/ranks/ranks.h"
#include "agents/rollout/rollout_record.h"
#include "agents/update/optimiser_config.h"
#include "agents/update/sample_sums.h"
#include "agents/update/sequence_order.h"
#include "agents/update/tree_order.h"

namespace saccade {

/// The records of a rollout and what their samples aim at.
struct UpdateData {
  std::span<const RolloutRecord* const> records;  ///< [shards]
  std::span<const Targets> targets;               ///< [shards]
};

class MinibatchPlan {
 public:
  struct Extent {
    std::size_t samples;  ///< In this process.
    std::size_t minibatches;
    Minibatches kind;
    std::size_t parts;  ///< Of each minibatch, ...
    PartRange own;      ///< ... and which of them are computed here.
  };

  /// Stratified, a part's samples are where it is computed; the ranks (which must outlive the plan)
  /// tell each other how many there are.  Shuffled, every rank has all samples.
  MinibatchPlan(const Extent& extent, Ranks* ranks);

  /// At the start of an update.
  void list(const UpdateData& data) { order_.list(data.records); }
  /// To be called by all ranks.  The order follows from the seed.
  void begin_epoch(const UpdateData& data, std::uint64_t seed);

  SequenceGroups part(std::size_t minibatch, std::size_t part) const {
    return order_.part(minibatch, part);
  }
  SampleSums sums(std::size_t minibatch) const;  ///< Of a minibatch, wherever its samples are.
  SampleSums sums() const;                       ///< Of the epoch.

 private:
  void sum_samples(const UpdateData& data, const PartRange& parts);

  Extent extent_;
  Ranks* ranks_;
  SequenceOrder order_;
  std::vector<SampleSums> sums_;  // [parts x minibatches]
};

}  // namespace saccade
