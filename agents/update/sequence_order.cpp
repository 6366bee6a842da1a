#include "agents/update/sequence_order.h"

#include <numeric>
#include <utility>

#include "envs/core/random.h"

namespace saccade {

std::size_t SequenceGroups::samples() const {
  std::size_t count = 0;
  for (const SequenceRef& sequence : sequences()) {
    count += static_cast<std::size_t>(sequence.length);
  }
  return count;
}

SequenceGroups SequenceGroups::part(std::size_t i, std::size_t parts) const {
  const std::size_t first = ends_.size() * i / parts;
  return {all_, first == 0 ? begin_ : ends_[first - 1], part_of(ends_, i, parts)};
}

std::span<const SequenceRef> SequenceGroups::take() {
  const std::size_t begin = std::exchange(begin_, ends_.front());
  ends_ = ends_.subspan(1);
  return all_.subspan(begin, begin_ - begin);
}

SequenceOrder::SequenceOrder(std::size_t most) {
  for (auto* sequences : {&listed_, &order_}) sequences->reserve(most);
  for (auto* numbers : {&listed_ends_, &groups_, &ends_}) numbers->reserve(most);
}

void SequenceOrder::list(std::span<const RolloutRecord* const> records) {
  listed_.clear();
  listed_ends_.clear();
  for (std::size_t shard = 0; shard < records.size(); ++shard) {
    const RolloutRecord& record = *records[shard];
    const std::size_t first = listed_.size();
    record.list_sequences(static_cast<std::int32_t>(shard), listed_);
    const auto group = [&](std::size_t i) {
      return record.training_group(static_cast<std::size_t>(listed_[i].sample));
    };
    for (std::size_t i = first; i < listed_.size(); ++i) {
      const bool ends = i + 1 == listed_.size() || group(i + 1) != group(i);
      if (ends) listed_ends_.push_back(static_cast<std::uint32_t>(i + 1));
    }
  }
}

SequenceGroups SequenceOrder::shuffled(std::uint64_t seed) {
  groups_.resize(listed_ends_.size());
  std::iota(groups_.begin(), groups_.end(), std::uint32_t{0});
  Rng rng(seed);
  for (std::size_t i = groups_.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(rng.integers(0, static_cast<std::int64_t>(i)));
    std::swap(groups_[i - 1], groups_[j]);
  }
  order_.clear();
  ends_.clear();
  for (const std::uint32_t group : groups_) {
    const std::uint32_t begin = group == 0 ? 0 : listed_ends_[group - 1];
    order_.insert(order_.end(), listed_.begin() + static_cast<std::ptrdiff_t>(begin),
                  listed_.begin() + static_cast<std::ptrdiff_t>(listed_ends_[group]));
    ends_.push_back(static_cast<std::uint32_t>(order_.size()));
  }
  return {order_, 0, ends_};
}

}  // namespace saccade
