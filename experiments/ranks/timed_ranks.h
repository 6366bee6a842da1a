// How long ranks wait for each other, and how long what they tell each other takes.
#pragma once

#include "agents/ranks/ranks.h"

namespace saccade {

/// Does what other ranks do and measures it.  Before each exchange all ranks meet, so that waiting
/// for the slowest can be told from moving bytes; that meeting itself costs a little.
class TimedRanks : public Ranks {
 public:
  /// `ranks` must outlive it.  All ranks must be timed or none.
  explicit TimedRanks(Ranks& ranks) : ranks_(ranks) {}

  int rank() const override { return ranks_.rank(); }
  int size() const override { return ranks_.size(); }
  void broadcast(Bytes& bytes) override;
  void all_gather(const Bytes& own, std::vector<Bytes>& all) override;
  void exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                std::span<float> in, std::span<const std::size_t> in_counts) override;
  void complete(std::span<float> numbers, std::span<const std::size_t> ends) override;

  /// Seconds since the last `clear`.
  double waiting() const { return waiting_; }
  double moving() const { return moving_; }
  double bytes() const { return bytes_; }  ///< That this rank was told or has handed on.
  void clear() { waiting_ = moving_ = bytes_ = 0; }

 private:
  template <class Exchange>
  void time(std::size_t bytes, const Exchange& exchange);
  void meet();

  Ranks& ranks_;
  double waiting_ = 0, moving_ = 0, bytes_ = 0;
};

}  // namespace saccade
