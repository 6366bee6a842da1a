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
  if (is_passing_on_) return;
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

void TimedRanks::send_to_next(std::span<const float> numbers) {
  time(numbers.size_bytes(), [&] { ranks_.send_to_next(numbers); });
  is_passing_on_ = true;
}

void TimedRanks::receive_from_previous(std::span<float> numbers) {
  time(numbers.size_bytes(), [&] { ranks_.receive_from_previous(numbers); });
  is_passing_on_ = true;
}

void TimedRanks::broadcast_from_last(std::span<float> numbers) {
  is_passing_on_ = true;  // The end of what all have met before.
  time(numbers.size_bytes(), [&] { ranks_.broadcast_from_last(numbers); });
  is_passing_on_ = false;
}

}  // namespace saccade
