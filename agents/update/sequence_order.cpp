#include "agents/update/sequence_order.h"

#include <numeric>
#include <utility>

#include "envs/core/random.h"

namespace saccade {

namespace {

void shuffle_numbers(std::span<std::uint32_t> numbers, std::uint64_t seed) {
  Rng rng(seed);
  for (std::size_t i = numbers.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(rng.integers(0, static_cast<std::int64_t>(i)));
    std::swap(numbers[i - 1], numbers[j]);
  }
}

/// Where element i of `parts` about equal parts of so many things begins.
std::size_t border(std::size_t things, std::size_t i, std::size_t parts) {
  return things * i / parts;
}

}  // namespace

std::span<const SequenceRef> SequenceGroups::take() {
  const std::size_t begin = std::exchange(begin_, ends_.front());
  ends_ = ends_.subspan(1);
  return all_.subspan(begin, begin_ - begin);
}

SequenceOrder::SequenceOrder(std::size_t most) {
  for (auto* sequences : {&listed_, &order_}) sequences->reserve(most);
  for (auto* numbers : {&listed_ends_, &drawn_, &groups_, &ends_}) numbers->reserve(most);
}

void SequenceOrder::list(std::span<const RolloutRecord* const> records) {
  listed_.clear();
  listed_ends_.clear();
  shard_ends_.clear();
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
    shard_ends_.push_back(listed_ends_.size());
  }
}

std::span<const SequenceRef> SequenceOrder::listed(std::size_t shard) const {
  const auto begin_of = [this](std::size_t groups) {
    return groups == 0 ? std::size_t{0} : std::size_t{listed_ends_[groups - 1]};
  };
  const std::size_t begin = begin_of(shard == 0 ? 0 : shard_ends_[shard - 1]);
  return std::span(listed_).subspan(begin, begin_of(shard_ends_[shard]) - begin);
}

void SequenceOrder::shuffle(std::uint64_t seed, std::size_t minibatches, std::size_t parts) {
  groups_.resize(listed_ends_.size());
  std::iota(groups_.begin(), groups_.end(), std::uint32_t{0});
  shuffle_numbers(groups_, seed);
  parts_ = parts;
  part_ends_.clear();
  for (std::size_t m = 0; m < minibatches; ++m) {
    const std::size_t begin = border(groups_.size(), m, minibatches);
    const std::size_t count = border(groups_.size(), m + 1, minibatches) - begin;
    for (std::size_t p = 1; p <= parts; ++p) part_ends_.push_back(begin + border(count, p, parts));
  }
  deal_out();
}

void SequenceOrder::stratify(std::uint64_t seed, std::size_t minibatches) {
  drawn_.resize(listed_ends_.size());
  std::iota(drawn_.begin(), drawn_.end(), std::uint32_t{0});
  for (std::size_t shard = 0, begin = 0; shard < shard_ends_.size(); ++shard) {
    const std::size_t end = shard_ends_[shard];
    shuffle_numbers(std::span(drawn_).subspan(begin, end - begin), derive_seed({seed, shard}));
    begin = end;
  }
  parts_ = shard_ends_.size();
  part_ends_.clear();
  groups_.clear();
  for (std::size_t m = 0; m < minibatches; ++m) {
    for (std::size_t shard = 0, begin = 0; shard < shard_ends_.size(); ++shard) {
      const std::size_t end = shard_ends_[shard];
      const auto at = [&](std::size_t minibatch) {
        return drawn_.begin() +
               static_cast<std::ptrdiff_t>(begin + border(end - begin, minibatch, minibatches));
      };
      groups_.insert(groups_.end(), at(m), at(m + 1));
      part_ends_.push_back(groups_.size());
      begin = end;
    }
  }
  deal_out();
}

void SequenceOrder::deal_out() {
  order_.clear();
  ends_.clear();
  for (const std::uint32_t group : groups_) {
    const std::uint32_t begin = group == 0 ? 0 : listed_ends_[group - 1];
    order_.insert(order_.end(), listed_.begin() + static_cast<std::ptrdiff_t>(begin),
                  listed_.begin() + static_cast<std::ptrdiff_t>(listed_ends_[group]));
    ends_.push_back(static_cast<std::uint32_t>(order_.size()));
  }
}

SequenceGroups SequenceOrder::part(std::size_t minibatch, std::size_t part) const {
  const std::size_t i = minibatch * parts_ + part;
  const std::size_t first = i == 0 ? 0 : part_ends_[i - 1];
  return {order_, first == 0 ? 0 : ends_[first - 1],
          std::span(ends_).subspan(first, part_ends_[i] - first)};
}

}  // namespace saccade
