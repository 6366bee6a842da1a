// The rows of many samples, of any number each, packed one after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "agents/state/bytes.h"
#include "envs/core/error.h"

namespace saccade {

/// Rows of `width` values; sample s owns rows [offsets[s], offsets[s + 1]).
template <class Value>
struct Ragged {
  int width = 1;
  std::vector<Value> values;  ///< Those of the rows, then room for more and for kAtOnce.
  std::vector<std::int32_t> offsets{0};

  // Values that are copied at once, whether they are wanted or not: 32 bytes.
  static constexpr std::size_t kAtOnce = 32 / sizeof(Value);

  std::size_t begin_of(int sample) const {
    return static_cast<std::size_t>(offsets[static_cast<std::size_t>(sample)]) *
           static_cast<std::size_t>(width);
  }
  std::size_t used() const { return begin_of(static_cast<int>(offsets.size()) - 1); }
  void clear() { offsets.resize(1); }
  void append(std::span<const Value> from, std::int32_t count) {
    std::copy(from.begin(), from.end(), make_room(from.size()));
    end_sample(count);
  }
  // Where the next `count` values go.
  Value* make_room(std::size_t count) {
    const std::size_t wanted = used() + count + kAtOnce;
    if (values.size() < wanted) values.resize(std::max(wanted, 2 * values.size()));
    return values.data() + used();
  }
  void pack(Packer& out) const {
    out.add_all(offsets);
    out.add_all(std::span(values).first(used()));
  }
  void unpack(Unpacker& in) {
    in.take_all(offsets);
    in.take_all(values);
    values.resize(values.size() + kAtOnce);
  }
  // For whoever appends values by himself.
  std::vector<Value>& at_end() {
    values.resize(used());
    return values;
  }
  // Of a sample of `count` rows whose values are there already.
  void end_sample(std::int32_t count) {
    constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
    if (count > kMost - offsets.back()) {
      throw Error("rollout: found more than " + std::to_string(kMost) +
                  " rows of one type, wanted a shorter rollout.horizon");
    }
    offsets.push_back(offsets.back() + count);
  }
  void append_one(const Ragged& from, int sample) {
    const auto s = static_cast<std::size_t>(sample);
    const std::size_t begin = from.begin_of(sample), count = from.begin_of(sample + 1) - begin;
    Value* to = make_room(count);
    if (begin + count + kAtOnce <= from.values.size()) {
      const Value* all = from.values.data() + begin;
      for (std::size_t i = 0; i < count; i += kAtOnce) std::copy_n(all + i, kAtOnce, to + i);
    } else {
      std::copy_n(from.values.data() + begin, count, to);
    }
    end_sample(from.offsets[s + 1] - from.offsets[s]);
  }
};

}  // namespace saccade
