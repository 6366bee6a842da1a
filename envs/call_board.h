// Which calls into environments are running, for a thread that wonders why nothing happens.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

class CallBoard {
 public:
  /// A call that has begun and not returned.
  struct Call {
    std::string environment;  ///< Id.
    const char* function;     ///< "step"
    std::uint64_t seed;       ///< Of the running episode.
    int step;
    const void* slot;      ///< Two calls with the same slot ...
    std::uint64_t number;  ///< ... and number are one.

    bool operator==(const Call& other) const {
      return slot == other.slot && number == other.number;
    }
  };

  /// The same environments, whose calls stand on this board while they run: two unshared stores
  /// each.  The board must outlive them.
  EnvironmentFactory watched(EnvironmentFactory factory, std::string id);

  std::vector<Call> running() const;

  /// What one environment is doing; written by the thread that calls it alone.
  struct Slot {
    std::string environment;
    std::atomic<std::uint64_t> calls{0};  ///< Odd while one is running.
    std::atomic<const char*> function{""};
    std::atomic<std::uint64_t> seed{0};
    std::atomic<int> step{0};
  };

 private:
  friend class WatchedEnvironment;
  std::list<Slot>::iterator add(const std::string& id);
  void remove(std::list<Slot>::iterator slot);

  mutable std::mutex mutex_;
  std::list<Slot> slots_;
};

}  // namespace saccade
