// The rules of `relay`: messages that name, by key, the next message or the door that is open.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

struct RelaySettings {
  int doors = 4;
  int hops_min = 1;  ///< Messages between the agent and the open door.
  int hops_max = 1;
  bool real = false;  ///< Numbers of keys: real ones in [-1, 1) instead of -1 and 1.
  int key_size = 8;
};

using RelayKey = std::vector<float>;

class RelayWorld {
 public:
  struct Message {
    RelayKey key, names;
    int level = 0;  ///< 0: hops_max messages before a door; then one fewer on each level.
  };

  explicit RelayWorld(const RelaySettings& settings) : settings_(settings) {}

  /// Draws keys, no two of which are equal, and who names whom.
  void reset(std::uint64_t seed);

  void choose(int door) { chosen_ = door; }

  const RelayKey& own_key() const { return own_key_; }
  const std::vector<Message>& messages() const { return messages_; }  ///< In random order.
  const std::vector<RelayKey>& doors() const { return doors_; }
  /// The messages from the agent's key to the open door, by their index.
  const std::vector<int>& chain() const { return chain_; }
  int open_door() const { return open_; }
  int chosen_door() const { return chosen_; }  ///< -1: none yet.
  const RelaySettings& settings() const { return settings_; }

 private:
  std::vector<RelayKey> draw_keys(int count);
  void follow_chain(int hops);

  template <class Item>
  void shuffle(std::vector<Item>& items);

  RelaySettings settings_;
  Rng rng_;
  RelayKey own_key_;
  std::vector<Message> messages_;
  std::vector<RelayKey> doors_;
  std::vector<int> chain_;
  int open_ = 0;
  int chosen_ = -1;
};

}  // namespace saccade
