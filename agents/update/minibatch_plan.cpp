#include "agents/update/minibatch_plan.h"

#include "agents/ranks/share_rows.h"

namespace saccade {

MinibatchPlan::MinibatchPlan(const Extent& extent, Ranks* ranks)
    : extent_(extent), ranks_(ranks), order_(extent.samples) {}

void MinibatchPlan::begin_epoch(const UpdateData& data, std::uint64_t seed) {
  sums_.assign(extent_.minibatches * extent_.parts, {});
  if (extent_.kind == Minibatches::kStratified) {
    order_.stratify(seed, extent_.minibatches);
    sum_samples(data, extent_.own);
    share_rows(ranks_, extent_.parts, sums_);
  } else {
    order_.shuffle(seed, extent_.minibatches, extent_.parts);
    sum_samples(data, {0, extent_.parts});
  }
}

void MinibatchPlan::sum_samples(const UpdateData& data, const PartRange& parts) {
  for (std::size_t m = 0; m < extent_.minibatches; ++m) {
    for (std::size_t p = parts.begin; p < parts.end; ++p) {
      SampleSums& sums = sums_[p * extent_.minibatches + m];
      for (const SequenceRef& ref : order_.part(m, p).sequences()) {
        const auto shard = static_cast<std::size_t>(ref.shard);
        const std::vector<float>& advantages = data.targets[shard].advantages;
        const int columns = data.records[shard]->columns;
        for (int step = 0; step < ref.length; ++step) {
          sums.add(advantages[static_cast<std::size_t>(ref.sample + step * columns)]);
        }
      }
    }
  }
}

SampleSums MinibatchPlan::sums(std::size_t minibatch) const {
  SampleSums sums;
  for (std::size_t p = 0; p < extent_.parts; ++p)
    sums.add(sums_[p * extent_.minibatches + minibatch]);
  return sums;
}

SampleSums MinibatchPlan::sums() const {
  SampleSums sums;
  for (const SampleSums& part : sums_) sums.add(part);
  return sums;
}

}  // namespace saccade
