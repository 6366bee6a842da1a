#include "agents/update/minibatch_plan.h"

#include "agents/ranks/share_rows.h"

namespace saccade {

namespace {

void add_samples(const UpdateData& data, std::span<const SequenceRef> sequences, SampleSums& sums) {
  for (const SequenceRef& ref : sequences) {
    const auto shard = static_cast<std::size_t>(ref.shard);
    const std::vector<float>& advantages = data.targets[shard].advantages;
    const int columns = data.records[shard]->columns;
    for (int step = 0; step < ref.length; ++step) {
      sums.add(advantages[static_cast<std::size_t>(ref.sample + step * columns)]);
    }
  }
}

}  // namespace

MinibatchPlan::MinibatchPlan(const Extent& extent, Ranks* ranks)
    : extent_(extent), ranks_(ranks), order_(extent.samples) {}

template <class AddPart>
void MinibatchPlan::sum_parts(std::size_t columns, const AddPart& add,
                              std::vector<SampleSums>& sums) const {
  sums.assign(columns, {});
  if (!is_stratified()) {
    for (std::size_t column = 0; column < columns; ++column) {
      for (std::size_t part = 0; part < extent_.parts; ++part) add(part, column, sums[column]);
    }
    return;
  }
  std::vector<SampleSums> of_parts(extent_.parts * columns);
  for (std::size_t part = extent_.own.begin; part < extent_.own.end; ++part) {
    for (std::size_t column = 0; column < columns; ++column) {
      add(part, column, of_parts[part * columns + column]);
    }
  }
  share_rows(ranks_, extent_.parts, of_parts);
  for (std::size_t i = 0; i < of_parts.size(); ++i) sums[i % columns].add(of_parts[i]);
}

void MinibatchPlan::begin_epoch(const UpdateData& data, std::uint64_t seed) {
  if (is_stratified()) {
    order_.stratify(seed, extent_.minibatches);
  } else {
    order_.shuffle(seed, extent_.minibatches, extent_.parts);
  }
  const auto add = [&](std::size_t part, std::size_t minibatch, SampleSums& sums) {
    add_samples(data, order_.part(minibatch, part).sequences(), sums);
  };
  sum_parts(extent_.minibatches, add, sums_);
}

SampleSums MinibatchPlan::sums_of_all(const UpdateData& data) const {
  const auto add = [&](std::size_t part, std::size_t, SampleSums& sums) {
    if (is_stratified()) return add_samples(data, order_.listed(part), sums);
    if (part > 0) return;
    for (std::size_t shard = 0; shard < data.records.size(); ++shard) {
      add_samples(data, order_.listed(shard), sums);
    }
  };
  std::vector<SampleSums> sums;
  sum_parts(1, add, sums);
  return sums[0];
}

}  // namespace saccade
