#include "experiments/ranks/timed_ranks.h"

#include <chrono>

namespace saccade {

namespace {

template <class Call>
double seconds_of(const Call& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

void TimedRanks::meet() {
  std::vector<Bytes> nothing;
  waiting_ += seconds_of([&] { ranks_.all_gather({}, nothing); });
}

template <class Exchange>
void TimedRanks::time(std::size_t bytes, const Exchange& exchange) {
  meet();
  moving_ += seconds_of(exchange);
  bytes_ += static_cast<double>(bytes);
}

void TimedRanks::broadcast(Bytes& bytes) {
  time(0, [&] { ranks_.broadcast(bytes); });
  bytes_ += static_cast<double>(bytes.size());
}

void TimedRanks::all_gather(const Bytes& own, std::vector<Bytes>& all) {
  time(0, [&] { ranks_.all_gather(own, all); });
  for (const Bytes& told : all) bytes_ += static_cast<double>(told.size());
}

void TimedRanks::exchange(std::span<const float> out, std::span<const std::size_t> out_counts,
                          std::span<float> in, std::span<const std::size_t> in_counts) {
  time(out.size_bytes() + in.size_bytes(),
       [&] { ranks_.exchange(out, out_counts, in, in_counts); });
}

void TimedRanks::complete(std::span<float> numbers, std::span<const std::size_t> ends) {
  time(numbers.size_bytes(), [&] { ranks_.complete(numbers, ends); });
}

}  // namespace saccade
