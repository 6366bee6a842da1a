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
#include "agents/update/addition_order.h"
#include "agents/update/optimiser_config.h"
#include "agents/update/sample_sums.h"
#include "agents/update/sequence_order.h"

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
  /// Of a minibatch, wherever its samples are.
  const SampleSums& sums(std::size_t minibatch) const { return sums_[minibatch]; }
  /// Of the whole rollout.  To be called by all ranks.
  SampleSums sums_of_all(const UpdateData& data) const;

 private:
  bool is_stratified() const { return extent_.kind == Minibatches::kStratified; }
  /// Fills [columns] sums that add(part, column, sums) makes: stratified, of each part where it is,
  /// and then over the parts, else over all parts one after the other.
  template <class AddPart>
  void sum_parts(std::size_t columns, const AddPart& add, std::vector<SampleSums>& sums) const;

  Extent extent_;
  Ranks* ranks_;
  SequenceOrder order_;
  std::vector<SampleSums> sums_;  // [minibatches]
};

}  // namespace saccade
