#include "envs/relations/relay_world.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace saccade {
namespace {

/// Index of the item with this key.
template <class Item, class KeyOf>
int find(const std::vector<Item>& items, const RelayKey& key, const KeyOf& key_of) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Item& item) { return key_of(item) == key; });
  assert(found != items.end());
  return static_cast<int>(found - items.begin());
}

}  // namespace

// Each level has as many messages as there are doors, and each of them names another item of the
// next level.  What is named how often, or by whom, therefore tells nothing of the open door.
void RelayWorld::reset(std::uint64_t seed) {
  rng_.seed(seed);
  chosen_ = -1;
  messages_.clear();
  const auto width = static_cast<std::size_t>(settings_.doors);
  const std::vector<RelayKey> keys = draw_keys(settings_.doors * (settings_.hops_max + 1));
  for (int level = 0; level < settings_.hops_max; ++level) {
    const std::size_t first = static_cast<std::size_t>(level) * width;
    for (std::size_t i = 0; i < width; ++i) {
      messages_.push_back(
          {.key = keys[first + i], .names = keys[first + width + i], .level = level});
    }
  }
  doors_.assign(keys.end() - settings_.doors, keys.end());
  const std::int64_t hops = rng_.integers(settings_.hops_min, settings_.hops_max + 1);
  const std::int64_t first = (settings_.hops_max - hops) * settings_.doors;
  own_key_ = keys[static_cast<std::size_t>(rng_.integers(first, first + settings_.doors))];
  shuffle(messages_);
  shuffle(doors_);
  follow_chain(static_cast<int>(hops));
}

std::vector<RelayKey> RelayWorld::draw_keys(int count) {
  std::vector<RelayKey> keys;
  while (keys.size() < static_cast<std::size_t>(count)) {
    RelayKey key;
    for (int i = 0; i < settings_.key_size; ++i) {
      const double number =
          settings_.real ? rng_.uniform(-1, 1) : (rng_.integers(0, 2) == 0 ? -1 : 1);
      key.push_back(static_cast<float>(number));
    }
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  return keys;
}

void RelayWorld::follow_chain(int hops) {
  chain_.clear();
  RelayKey key = own_key_;
  for (int hop = 0; hop < hops; ++hop) {
    chain_.push_back(find(messages_, key, [](const Message& message) { return message.key; }));
    key = messages_[static_cast<std::size_t>(chain_.back())].names;
  }
  open_ = find(doors_, key, [](const RelayKey& door) { return door; });
}

// Fisher and Yates.
template <class Item>
void RelayWorld::shuffle(std::vector<Item>& items) {
  for (std::size_t i = items.size(); i > 1; --i) {
    const auto other = static_cast<std::size_t>(rng_.integers(0, static_cast<std::int64_t>(i)));
    std::swap(items[i - 1], items[other]);
  }
}

}  // namespace saccade
