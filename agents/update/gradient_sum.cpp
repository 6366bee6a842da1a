#include "agents/update/gradient_sum.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "nn/optimisers/adam.h"

namespace saccade {

namespace {

// Metrics travel as the numbers that have the same bits.
constexpr std::size_t kTail = sizeof(MetricSums::values) / sizeof(float);

MetricSums sums_at(const float* tail) {
  MetricSums sums;
  std::memcpy(sums.values.data(), tail, sizeof(sums.values));
  return sums;
}

float* put_sums(const MetricSums& sums, float* tail) {
  std::memcpy(tail, sums.values.data(), sizeof(sums.values));
  return tail + kTail;
}

void add_numbers(const float* from, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i];
}

std::vector<PartRange> dealt_out(const Ranks* ranks, std::size_t parts) {
  std::vector<PartRange> ranges;
  for (int rank = 0; rank < (ranks ? ranks->size() : 1); ++rank) {
    const auto [begin, end] = share_of(ranks, parts, rank);
    ranges.push_back({begin, end});
  }
  return ranges;
}

std::size_t sum_of(const std::vector<std::size_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

}  // namespace

GradientSum::GradientSum(std::size_t parts, const std::vector<Addition>& order, std::size_t size,
                         Ranks* ranks)
    : ranks_(ranks), size_(size), own_() {
  const std::vector<PartRange> ranges = dealt_out(ranks, parts);
  own_ = ranges[ranks ? rank() : 0];
  std::vector<bool> is_root(parts, true);
  for (const Addition& addition : order) {
    const auto holds = [&](const PartRange& range) { return range.holds(addition.whole); };
    if (holds(own_)) own_additions_.push_back(addition);
    if (std::any_of(ranges.begin(), ranges.end(), holds)) {
      is_root[addition.from] = false;
    } else {
      rest_.push_back(addition);
    }
  }
  if (!ranks) return;
  for (const PartRange& range : ranges) {
    std::vector<std::size_t>& roots = roots_.emplace_back();
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (is_root[i]) roots.push_back(i);
    }
  }
  at_.resize(parts);
  plan_exchange();
}

void GradientSum::plan_exchange() {
  for (std::size_t r = 0; r <= ranks(); ++r) ends_.push_back(size_ * r / ranks());
  for (std::size_t r = 0; r < ranks(); ++r) {
    out_counts_.push_back(roots_[rank()].size() * (stretch(r) + kTail));
    in_counts_.push_back(roots_[r].size() * (stretch(rank()) + kTail));
  }
  out_.resize(sum_of(out_counts_));
  in_.resize(sum_of(in_counts_));
  sum_ = numbers_.resize(size_);
}

void GradientSum::run(std::span<const Part> own, ThreadPool& pool) {
  add_own(own, pool);
  if (!ranks_) {
    sum_ = own.front().gradient;
    sums_ = *own.front().sums;
    return;
  }
  hand_out(own);
  add_stretch();
  ranks_->complete({sum_, size_}, ends_);
}

void GradientSum::add_own(std::span<const Part> own, ThreadPool& pool) {
  const auto part = [&](std::size_t i) -> const Part& { return own[i - own_.begin]; };
  pool.parallel_for(nn::chunk_count(size_), [&](int chunk) {
    const std::size_t begin = static_cast<std::size_t>(chunk) * nn::kChunk;
    const std::size_t count = std::min(nn::kChunk, size_ - begin);
    for (const Addition& addition : own_additions_) {
      add_numbers(part(addition.from).gradient + begin, count, part(addition.to).gradient + begin);
    }
  });
  for (const Addition& addition : own_additions_) {
    part(addition.to).sums->add(*part(addition.from).sums);
  }
}

// Sends every rank its stretch of the own sums, and takes the stretch of this one from all.
void GradientSum::hand_out(std::span<const Part> own) {
  float* to = out_.data();
  for (std::size_t r = 0; r < ranks(); ++r) {
    for (const std::size_t root : roots_[rank()]) {
      const Part& part = own[root - own_.begin];
      to = put_sums(*part.sums, std::copy_n(part.gradient + ends_[r], stretch(r), to));
    }
  }
  ranks_->exchange({out_.data(), out_.size()}, out_counts_, {in_.data(), in_.size()}, in_counts_);
}

void GradientSum::add_stretch() {
  const std::size_t count = stretch(rank());
  float* next = in_.data();
  for (const std::vector<std::size_t>& roots : roots_) {
    for (const std::size_t root : roots) {
      at_[root] = next;
      next += count + kTail;
    }
  }
  for (const Addition& addition : rest_) {
    float* const to = at_[addition.to];
    const float* const from = at_[addition.from];
    add_numbers(from, count, to);
    MetricSums sums = sums_at(to + count);
    sums.add(sums_at(from + count));
    put_sums(sums, to + count);
  }
  std::copy_n(at_.front(), count, sum_ + ends_[rank()]);
  sums_ = sums_at(at_.front() + count);
}

}  // namespace saccade
