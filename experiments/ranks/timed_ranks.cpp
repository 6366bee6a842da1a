#include "experiments/ranks/timed_ranks.h"

namespace saccade {

void TimedRanks::clear() {
  exchanges_.clear();
  free_ = Clock::now();
}

double TimedRanks::sum_of(double Exchange::*member) const {
  double sum = 0;
  for (const Exchange& exchange : exchanges_) sum += exchange.*member;
  return sum;
}

template <class Move>
void TimedRanks::time(const Move& move) {
  const auto seconds = [](Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
  };
  const Clock::time_point arrived = Clock::now();
  std::vector<Bytes> nothing;
  ranks_.all_gather({}, nothing);
  const Clock::time_point met = Clock::now();
  move();
  const Clock::time_point moved = Clock::now();
  exchanges_.push_back({seconds(arrived - free_), seconds(met - arrived), seconds(moved - met)});
  free_ = moved;
}

void TimedRanks::broadcast(Bytes& bytes) {
  time([&] { ranks_.broadcast(bytes); });
  add_bytes(bytes.size());
}

void TimedRanks::all_gather(const Bytes& own, std::vector<Bytes>& all) {
  time([&] { ranks_.all_gather(own, all); });
  for (const Bytes& told : all) add_bytes(told.size());
}

void TimedRanks::exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                          std::span<float> in, std::span<const std::size_t> in_counts) {
  time([&] { ranks_.exchange(out, out_counts, in, in_counts); });
  add_bytes(out.size_bytes() + in.size_bytes());
  exchanges_.back().is_gradient = true;
}

void TimedRanks::complete(std::span<float> numbers, std::span<const std::size_t> ends) {
  time([&] { ranks_.complete(numbers, ends); });
  add_bytes(numbers.size_bytes());
  exchanges_.back().is_gradient = true;
}

}  // namespace saccade
