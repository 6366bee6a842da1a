// Which entity ids have been met: a hash table that forgets all of them at once and allocates
// nothing once it is large enough.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade {

class IdSet {
 public:
  /// Empties the set and makes room for `count` ids.
  void begin(std::size_t count) {
    const std::size_t wanted = std::bit_ceil(2 * count + 1);  // At most half full: short searches.
    if (wanted > slots_.size()) {
      slots_.assign(wanted, {});
      shift_ = 32 - std::countr_zero(wanted);
      round_ = 0;
    }
    if (++round_ != 0) return;
    slots_.assign(slots_.size(), {});  // After 2^32 rounds an old slot would look like a new one.
    round_ = 1;
  }

  /// Returns false when the id is in the set already.
  bool insert(EntityId id) {
    const std::size_t mask = slots_.size() - 1;
    // The top bits of a multiple of 2^32 over the golden ratio (Knuth 1973): ids are often in a
    // row.
    const auto hash = static_cast<std::uint64_t>(static_cast<std::uint32_t>(id) * 0x9e3779b1U);
    for (auto at = static_cast<std::size_t>(hash >> shift_);; ++at) {
      Slot& slot = slots_[at & mask];
      if (slot.round != round_) {
        slot = {id, round_};
        return true;
      }
      if (slot.id == id) return false;
    }
  }

 private:
  struct Slot {
    EntityId id = kNoEntity;
    std::uint32_t round = 0;  // In which it was filled.
  };

  std::vector<Slot> slots_;  // A power of 2 of them.
  int shift_ = 32;
  std::uint32_t round_ = 0;
};

}  // namespace saccade
