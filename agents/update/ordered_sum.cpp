#include "agents/update/ordered_sum.h"

#include <algorithm>
#include <cstring>

namespace saccade {

namespace {

constexpr std::size_t kBlock = 16'384;  // Numbers: 64 KiB.
constexpr std::size_t kTail = sizeof(MetricSums::values) / sizeof(float);

/// The sum begins with the first part itself, as that of one process.
void add_gradients(std::span<const OrderedSum::Part> own, std::size_t begin, std::size_t count,
                   bool begins, float* sum) {
  if (begins) {
    std::copy_n(own.front().gradient + begin, count, sum);
    own = own.subspan(1);
  }
  for (const OrderedSum::Part& part : own) {
    const float* other = part.gradient + begin;
    for (std::size_t i = 0; i < count; ++i) sum[i] += other[i];
  }
}

}  // namespace

OrderedSum::OrderedSum(Ranks& ranks, std::size_t size, bool begins)
    : ranks_(ranks), size_(size), begins_(begins), numbers_(size + kTail) {
  std::fill_n(numbers_.data(), numbers_.size(), 0.0F);
}

MetricSums OrderedSum::sums() const {
  MetricSums sums;
  std::memcpy(sums.values.data(), numbers_.data() + size_, sizeof(sums.values));
  return sums;
}

void OrderedSum::set_sums(const MetricSums& sums) {
  std::memcpy(numbers_.data() + size_, sums.values.data(), sizeof(sums.values));
}

void OrderedSum::add_sums(std::span<const Part> own) {
  MetricSums all = begins_ ? MetricSums() : sums();
  for (const Part& part : own) all.add(*part.sums);
  set_sums(all);
}

void OrderedSum::run(std::span<const Part> own) {
  const bool is_last = ranks_.rank() + 1 == ranks_.size();
  for (std::size_t begin = 0; begin < size_; begin += kBlock) {
    const std::size_t count = std::min(kBlock, size_ - begin);
    const bool ends = begin + count == size_;
    const std::span<float> block(numbers_.data() + begin, count + (ends ? kTail : 0));
    if (!ranks_.leads()) ranks_.receive_from_previous(block);
    add_gradients(own, begin, count, begins_, block.data());
    if (ends) add_sums(own);
    if (!is_last) ranks_.send_to_next(block);
  }
  ranks_.broadcast_from_last({numbers_.data(), numbers_.size()});
}

}  // namespace saccade
