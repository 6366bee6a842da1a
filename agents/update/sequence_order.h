// In which order an update takes the sequences of a rollout, and which of them it takes together:
// each by itself, or, for a central critic, all that belong to one team.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/rollout/rollout_record.h"

namespace saccade {

/// Sequences in groups that stay together.  Valid until the order changes.
class SequenceGroups {
 public:
  /// `ends` [groups]: group i ends before all[ends[i]]; the first one begins with all[begin].
  SequenceGroups(std::span<const SequenceRef> all, std::size_t begin,
                 std::span<const std::uint32_t> ends)
      : all_(all), begin_(begin), ends_(ends) {}

  bool empty() const { return ends_.empty(); }
  /// All of them, group after group.
  std::span<const SequenceRef> sequences() const {
    return all_.subspan(begin_, ends_.empty() ? 0 : ends_.back() - begin_);
  }
  /// Takes the first group away.
  std::span<const SequenceRef> take();

 private:
  std::span<const SequenceRef> all_;
  std::size_t begin_;
  std::span<const std::uint32_t> ends_;
};

/// The order of an epoch: minibatches, each cut into the parts of its gradient.
class SequenceOrder {
 public:
  /// Makes room for as many sequences, whose numbers fit 32 bits.
  explicit SequenceOrder(std::size_t most);

  /// Lists those of the records [shards].
  void list(std::span<const RolloutRecord* const> records);
  /// As they were listed, of a shard.
  std::span<const SequenceRef> listed(std::size_t shard) const;

  /// Shuffles all groups, by the seed, and deals them out: about as many to each minibatch, and of
  /// these about as many to each part.
  void shuffle(std::uint64_t seed, std::size_t minibatches, std::size_t parts);
  /// Shuffles the groups of each shard and deals them out to the minibatches; what is of one shard
  /// is one part.  So what is drawn for a shard does not depend on the others.
  void stratify(std::uint64_t seed, std::size_t minibatches);

  SequenceGroups part(std::size_t minibatch, std::size_t part) const;

 private:
  void deal_out();

  std::vector<SequenceRef> listed_;         // Shard by shard ...
  std::vector<std::uint32_t> listed_ends_;  // ... where their groups end ...
  std::vector<std::size_t> shard_ends_;     // ... and, in groups, the shards.
  std::vector<std::uint32_t> drawn_;        // Groups, shuffled, ...
  std::vector<std::uint32_t> groups_;       // ... in the order of the epoch, ...
  std::vector<std::size_t> part_ends_;      // ... where each minibatch's parts end there, ...
  std::size_t parts_ = 0;                   // ... so many of each.
  std::vector<SequenceRef> order_;          // What is in the groups ...
  std::vector<std::uint32_t> ends_;         // ... and where they end there.
};

}  // namespace saccade
