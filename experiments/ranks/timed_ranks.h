// How long ranks wait for each other, and how long what they tell each other takes.
#pragma once

#include <chrono>
#include <vector>

#include "agents/ranks/ranks.h"

namespace saccade {

/// Does what other ranks do and measures it.  Before each exchange all ranks meet, so that waiting
/// for the slowest can be told from moving bytes; that meeting itself costs a little.
class TimedRanks : public Ranks {
 public:
  /// Seconds of computing before an exchange, of waiting for others, and of moving its bytes.
  struct Exchange {
    double computing = 0;
    double waiting = 0;
    double moving = 0;
    double bytes = 0;          ///< That this rank sent and was sent.
    bool is_gradient = false;  ///< Whose bytes do not grow with the number of ranks.
  };

  /// `ranks` must outlive it.  All ranks must be timed or none.
  explicit TimedRanks(Ranks& ranks) : ranks_(ranks) {}

  int rank() const override { return ranks_.rank(); }
  int size() const override { return ranks_.size(); }
  void broadcast(Bytes& bytes) override;
  void all_gather(const Bytes& own, std::vector<Bytes>& all) override;
  void exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                std::span<float> in, std::span<const std::size_t> in_counts) override;
  void complete(std::span<float> numbers, std::span<const std::size_t> ends) override;

  /// Since the last `clear`.
  const std::vector<Exchange>& exchanges() const { return exchanges_; }
  /// The sum of a member over them.
  double sum_of(double Exchange::*member) const;
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  template <class Move>
  void time(const Move& move);
  void add_bytes(std::size_t bytes) { exchanges_.back().bytes += static_cast<double>(bytes); }

  Ranks& ranks_;
  std::vector<Exchange> exchanges_;
  Clock::time_point free_ = Clock::now();  // Since when this rank computes.
};

}  // namespace saccade
