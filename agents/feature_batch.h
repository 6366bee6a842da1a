// What a network reads of many observations: features and masks, packed one after the other.
//
// Ids and positions stay behind, and any run of consecutive samples can be handed to a network
// without copying.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "envs/core/observation.h"
#include "nn/entity_sets.h"

namespace saccade {

/// The masks of one head for a run of samples.  Sample s: allowed[offsets[s], offsets[s + 1]); an
/// empty range allows everything.
struct MaskView {
  const std::uint8_t* allowed = nullptr;
  const std::int32_t* offsets = nullptr;

  std::span<const std::uint8_t> of(int sample) const {
    return {allowed + offsets[sample], allowed + offsets[sample + 1]};
  }
};

/// A run of samples as a network takes it.  Keep one and refill it: it owns no features.
template <class T>
struct NetworkInput {
  int samples = 0;
  std::vector<nn::EntityRows<T>> types;
  std::vector<MaskView> masks;  ///< [heads]

  nn::EntitySets<T> sets() const { return {samples, types}; }
};

class FeatureBatch {
 public:
  FeatureBatch(const ObservationSpace& space, const ActionSpace& actions)
      : types_(space.types.size()), masks_(actions.heads.size()) {
    for (std::size_t t = 0; t < types_.size(); ++t) {
      types_[t].width = static_cast<int>(space.types[t].features.size());
    }
  }

  int size() const { return size_; }
  /// Entities of all samples together.
  int rows() const {
    int count = 0;
    for (const Ragged<float>& type : types_) count += type.offsets.back();
    return count;
  }
  int type_count() const { return static_cast<int>(types_.size()); }

  /// Removes all samples; capacity stays.
  void clear() {
    size_ = 0;
    for (Ragged<float>& type : types_) type.clear();
    for (Ragged<std::uint8_t>& mask : masks_) mask.clear();
  }

  void append(const Observation& observation) {
    for (std::size_t t = 0; t < types_.size(); ++t) {
      types_[t].append(observation.rows()[t].features, observation.rows()[t].count());
    }
    for (std::size_t h = 0; h < masks_.size(); ++h) {
      const std::vector<std::uint8_t>& allowed = observation.masks()[h];
      masks_[h].append(allowed, static_cast<std::int32_t>(allowed.size()));
    }
    ++size_;
  }

  /// Appends one sample of another batch of the same spaces.
  void append(const FeatureBatch& from, int sample) {
    for (std::size_t t = 0; t < types_.size(); ++t) types_[t].append_one(from.types_[t], sample);
    for (std::size_t h = 0; h < masks_.size(); ++h) masks_[h].append_one(from.masks_[h], sample);
    ++size_;
  }

  /// The rows of a type in samples [first, first + count), [rows x width].
  std::span<float> features(int type, int first, int count) {
    Ragged<float>& rows = types_[static_cast<std::size_t>(type)];
    const std::size_t begin = rows.begin_of(first);
    return {rows.values.data() + begin, rows.begin_of(first + count) - begin};
  }

  /// Shows samples [first, first + count) to a network; valid until the batch changes.
  void view(int first, int count, NetworkInput<float>& input) const {
    input.samples = count;
    input.types.clear();
    for (const Ragged<float>& type : types_) {
      input.types.push_back({type.values.data(), type.width, type.offsets.data() + first});
    }
    input.masks.clear();
    for (const Ragged<std::uint8_t>& mask : masks_) {
      input.masks.push_back({mask.values.data(), mask.offsets.data() + first});
    }
  }

 private:
  // Rows of `width` values; sample s owns rows [offsets[s], offsets[s + 1]).
  template <class Value>
  struct Ragged {
    int width = 1;
    std::vector<Value> values;
    std::vector<std::int32_t> offsets{0};

    std::size_t begin_of(int sample) const {
      return static_cast<std::size_t>(offsets[static_cast<std::size_t>(sample)]) *
             static_cast<std::size_t>(width);
    }
    void clear() {
      values.clear();
      offsets.resize(1);
    }
    void append(std::span<const Value> from, std::int32_t count) {
      values.insert(values.end(), from.begin(), from.end());
      offsets.push_back(offsets.back() + count);
    }
    void append_one(const Ragged& from, int sample) {
      const auto s = static_cast<std::size_t>(sample);
      const std::size_t begin = from.begin_of(sample);
      append(std::span(from.values).subspan(begin, from.begin_of(sample + 1) - begin),
             from.offsets[s + 1] - from.offsets[s]);
    }
  };

  int size_ = 0;
  std::vector<Ragged<float>> types_;
  std::vector<Ragged<std::uint8_t>> masks_;
};

}  // namespace saccade
