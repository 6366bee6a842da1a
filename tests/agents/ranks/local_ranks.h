// Ranks that are threads of one process.
#pragma once

#include <algorithm>
#include <barrier>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "agents/ranks/ranks.h"

namespace saccade::testing {

/// What the ranks of a team share.
class LocalTeam {
 public:
  explicit LocalTeam(int size)
      : size_(size),
        meeting_(size),
        told_(static_cast<std::size_t>(size)),
        shown_(static_cast<std::size_t>(size)) {}

  int size() const { return size_; }

  void broadcast(int rank, int from, Bytes& bytes) {
    if (rank == from) shared_ = bytes;
    meeting_.arrive_and_wait();
    if (rank != from) bytes = shared_;
    meeting_.arrive_and_wait();
  }
  void all_gather(int rank, const Bytes& own, std::vector<Bytes>& all) {
    told_[static_cast<std::size_t>(rank)] = own;
    meeting_.arrive_and_wait();
    all = told_;
    meeting_.arrive_and_wait();
  }
  /// What each rank shows to all, until the next meeting.
  void show(int rank, std::span<const float> numbers) {
    shown_[static_cast<std::size_t>(rank)] = numbers;
    meeting_.arrive_and_wait();
  }
  std::span<const float> shown_by(int rank) const { return shown_[static_cast<std::size_t>(rank)]; }
  void meet() { meeting_.arrive_and_wait(); }

 private:
  int size_;
  std::barrier<> meeting_;
  Bytes shared_;
  std::vector<Bytes> told_;
  std::vector<std::span<const float>> shown_;  // [ranks]
};

class LocalRanks : public Ranks {
 public:
  LocalRanks(LocalTeam& team, int rank) : team_(team), rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return team_.size(); }
  void broadcast(Bytes& bytes) override { team_.broadcast(rank_, 0, bytes); }
  void all_gather(const Bytes& own, std::vector<Bytes>& all) override {
    team_.all_gather(rank_, own, all);
  }
  void exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                std::span<float> in, std::span<const std::size_t> in_counts) override {
    const auto here = static_cast<std::size_t>(rank_);
    Bytes counts;
    Packer packer(counts);
    packer.add_all(out_counts);
    std::vector<Bytes> all_counts;
    all_gather(counts, all_counts);
    team_.show(rank_, out);
    std::size_t taken = 0;
    for (std::size_t r = 0; r < in_counts.size(); ++r) {
      std::vector<std::size_t> of_rank;
      Unpacker(all_counts[r]).take_all(of_rank);
      if (of_rank[here] != in_counts[r]) std::abort();  // The others would wait for ever.
      const auto before = std::accumulate(of_rank.begin(), of_rank.begin() + rank_, std::size_t{0});
      const auto from = team_.shown_by(static_cast<int>(r)).subspan(before, in_counts[r]);
      std::copy(from.begin(), from.end(), in.begin() + static_cast<std::ptrdiff_t>(taken));
      taken += in_counts[r];
    }
    team_.meet();
  }
  void complete(std::span<float> numbers, std::span<const std::size_t> ends) override {
    const auto stretch = [&](std::span<const float> of, std::size_t r) {
      return of.subspan(ends[r], ends[r + 1] - ends[r]);
    };
    team_.show(rank_, numbers);
    for (int r = 0; r < size(); ++r) {
      const auto from = stretch(team_.shown_by(r), static_cast<std::size_t>(r));
      if (r != rank_) {
        std::copy(from.begin(), from.end(),
                  numbers.begin() + static_cast<std::ptrdiff_t>(ends[static_cast<std::size_t>(r)]));
      }
    }
    team_.meet();
  }

 private:
  LocalTeam& team_;
  int rank_;
};

/// Calls `lead` with rank 0 here, and `follow` with the others in threads of their own.
inline void with_ranks(int size, const std::function<void(Ranks&)>& lead,
                       const std::function<void(Ranks&)>& follow) {
  LocalTeam team(size);
  std::vector<std::thread> others;
  for (int rank = 1; rank < size; ++rank) {
    others.emplace_back([&team, &follow, rank] {
      LocalRanks ranks(team, rank);
      follow(ranks);
    });
  }
  LocalRanks ranks(team, 0);
  lead(ranks);
  for (std::thread& other : others) other.join();
}

}  // namespace saccade::testing
