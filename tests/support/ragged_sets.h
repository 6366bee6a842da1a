// Random batches of entity sets of given sizes, for tests of networks.
#pragma once

#include <boost/random/normal_distribution.hpp>
#include <cstdint>
#include <limits>
#include <vector>

#include "nn/layers/embedding.h"
#include "nn/layers/entity_sets.h"

namespace saccade::testing {

/// Owns the rows behind an EntitySets<T>.
template <class T>
class RaggedSets {
 public:
  /// counts[s][t]: rows of type t in sample s; widths[t]: features of type t.
  RaggedSets(const std::vector<std::vector<int>>& counts, const std::vector<int>& widths,
             nn::Random& random)
      : samples_(static_cast<int>(counts.size())),
        features_(widths.size()),
        offsets_(widths.size(), {0}) {
    boost::random::normal_distribution<double> normal;
    for (const std::vector<int>& sample : counts) {
      for (std::size_t t = 0; t < widths.size(); ++t) {
        offsets_[t].push_back(offsets_[t].back() + sample[t]);
        for (int i = 0; i < sample[t] * widths[t]; ++i) {
          features_[t].push_back(static_cast<T>(normal(random)));
        }
      }
    }
    for (std::size_t t = 0; t < widths.size(); ++t) {
      rows_.push_back({features_[t].data(), widths[t], offsets_[t].data()});
    }
  }

  /// Gives every row a random place and velocity, but for every seventh, whose place is unknown.
  void give_motion(nn::Random& random) {
    boost::random::normal_distribution<double> normal(0, 3);
    motion_.resize(rows_.size());
    for (std::size_t t = 0; t < rows_.size(); ++t) {
      const auto count = static_cast<std::size_t>(offsets_[t].back());
      for (std::size_t i = 0; i < nn::kMotionWidth * count; ++i) {
        const bool unknown = i / nn::kMotionWidth % 7 == 6 && t > 0;
        motion_[t].push_back(unknown ? std::numeric_limits<T>::quiet_NaN()
                                     : static_cast<T>(normal(random)));
      }
      rows_[t].motion = motion_[t].data();
    }
  }
  std::vector<T>& motion(std::size_t type) { return motion_[type]; }

  nn::EntitySets<T> sets() const { return {samples_, rows_}; }
  /// The sets from sample `first` on, `count` of them.
  nn::EntitySets<T> part(int first, int count) {
    part_ = rows_;
    for (auto& rows : part_) rows.offsets += first;
    return {count, part_};
  }

  std::vector<T>& features(std::size_t type) { return features_[type]; }
  const std::vector<std::int32_t>& offsets(std::size_t type) const { return offsets_[type]; }
  int tokens() const {
    int count = 0;
    for (const auto& offsets : offsets_) count += offsets.back();
    return count;
  }

 private:
  int samples_;
  std::vector<std::vector<T>> features_;
  std::vector<std::vector<std::int32_t>> offsets_;
  std::vector<std::vector<T>> motion_;
  std::vector<nn::EntityRows<T>> rows_;
  std::vector<nn::EntityRows<T>> part_;
};

}  // namespace saccade::testing
