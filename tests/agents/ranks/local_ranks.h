// Ranks that are threads of one process.
#pragma once

#include <barrier>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
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
        letters_(static_cast<std::size_t>(size)) {}

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
  void send(int to, std::span<const float> numbers) {
    const std::lock_guard lock(mutex_);
    letters_[static_cast<std::size_t>(to)].emplace_back(numbers.begin(), numbers.end());
    arrived_.notify_all();
  }
  std::vector<float> receive(int rank) {
    std::unique_lock lock(mutex_);
    auto& letters = letters_[static_cast<std::size_t>(rank)];
    arrived_.wait(lock, [&letters] { return !letters.empty(); });
    std::vector<float> numbers = std::move(letters.front());
    letters.pop_front();
    return numbers;
  }

 private:
  int size_;
  std::barrier<> meeting_;
  Bytes shared_;
  std::vector<Bytes> told_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::deque<std::vector<float>>> letters_;  // [ranks] on the way to each.
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
  void send_to_next(std::span<const float> numbers) override { team_.send(rank_ + 1, numbers); }
  void receive_from_previous(std::span<float> numbers) override {
    const std::vector<float> found = team_.receive(rank_);
    std::copy(found.begin(), found.end(), numbers.begin());
  }
  void broadcast_from_last(std::span<float> numbers) override {
    Bytes bytes(numbers.size_bytes());
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    team_.broadcast(rank_, size() - 1, bytes);
    std::memcpy(numbers.data(), bytes.data(), bytes.size());
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
