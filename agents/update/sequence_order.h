// In which order an update takes the sequences of a rollout, and which of them it takes together:
// each by itself, or, for a central critic, all that belong to one team.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/rollout/rollout_record.h"

namespace saccade {

/// Element i of `parts` about equal parts of a range.
template <class Value>
std::span<const Value> part_of(std::span<const Value> all, std::size_t i, std::size_t parts) {
  const std::size_t begin = all.size() * i / parts;
  return all.subspan(begin, all.size() * (i + 1) / parts - begin);
}

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
  /// Steps of all sequences.
  std::size_t samples() const;
  /// Part i of `parts` with about equal numbers of groups.
  SequenceGroups part(std::size_t i, std::size_t parts) const;
  /// Takes the first group away.
  std::span<const SequenceRef> take();

 private:
  std::span<const SequenceRef> all_;
  std::size_t begin_;
  std::span<const std::uint32_t> ends_;
};

class SequenceOrder {
 public:
  /// Makes room for as many sequences, whose numbers fit 32 bits.
  explicit SequenceOrder(std::size_t most);

  /// Lists those of the records [shards].
  void list(std::span<const RolloutRecord* const> records);
  /// As they were listed.
  SequenceGroups listed() const { return {listed_, 0, listed_ends_}; }
  /// The groups in a random order that follows from the seed.
  SequenceGroups shuffled(std::uint64_t seed);

 private:
  std::vector<SequenceRef> listed_;         // Shard by shard ...
  std::vector<std::uint32_t> listed_ends_;  // ... and where their groups end.
  std::vector<std::uint32_t> groups_;       // In random order ...
  std::vector<SequenceRef> order_;          // ... what is in them ...
  std::vector<std::uint32_t> ends_;         // ... and where they end there.
};

}  // namespace saccade
