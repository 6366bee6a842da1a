// The processes that train one run together: "ranks", numbered from 0, as MPI calls them.
//
// Shards of environments and parts of gradients are dealt out to the ranks by their numbers, and
// what comes of them is put together in that order.  So any number of ranks gives the bits of one
// process.
//
// Rank 0 leads: it has the run directory, and says what is done next (orders.h).  All ranks then
// make the same calls in the same order.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "agents/state/bytes.h"

namespace saccade {

/// Used by one thread.
class Ranks {
 public:
  Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  virtual ~Ranks() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool leads() const { return rank() == 0; }

  /// Rank 0's bytes, for all.
  virtual void broadcast(Bytes& bytes) = 0;
  /// The bytes of all, [ranks].
  virtual void all_gather(const Bytes& own, std::vector<Bytes>& all) = 0;
  /// Numbers for each rank and from each rank: `out` holds out_counts[r] for rank r, one after the
  /// other, and `in` takes in_counts[r] of rank r likewise.
  virtual void exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                        std::span<float> in, std::span<const std::size_t> in_counts) = 0;
  /// Of `numbers`, each rank has [ends[rank], ends[rank + 1]); then all have all of them.
  virtual void complete(std::span<float> numbers, std::span<const std::size_t> ends) = 0;
};

/// [begin, end) of `count` things that are a rank's own; without ranks (null) all of them.
inline std::pair<std::size_t, std::size_t> share_of(const Ranks* ranks, std::size_t count,
                                                    int rank) {
  if (!ranks) return {0, count};
  const auto size = static_cast<std::size_t>(ranks->size());
  const auto number = static_cast<std::size_t>(rank);
  return {count * number / size, count * (number + 1) / size};
}
inline std::pair<std::size_t, std::size_t> own_share(const Ranks* ranks, std::size_t count) {
  return share_of(ranks, count, ranks ? ranks->rank() : 0);
}

}  // namespace saccade
