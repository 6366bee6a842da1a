// What rank 0 says is to be done next.
#pragma once

#include <algorithm>
#include <cstdint>

#include "agents/ranks/ranks.h"

namespace saccade {

enum class Order : std::uint8_t {
  kBegin,     ///< A run: its configuration.
  kUpdate,    ///< A rollout and an update of the policies.
  kEvaluate,  ///< Episodes with fixed seeds.
  kEpisodes,  ///< To tell of the running episodes.
  kRestore,   ///< The learner becomes what these tensors say.
  kPolicies,  ///< The policies take these tensors.
  kEnd,       ///< Nothing more.
};

/// By rank 0, before it does its own part of it; `bytes` holds what belongs to the order.  Without
/// ranks (null), and on the others, it does nothing.
inline void give_order(Ranks* ranks, Order order, const Bytes& bytes = {}) {
  if (!ranks || !ranks->leads()) return;
  Bytes all(bytes.size() + 1);
  all[0] = static_cast<std::byte>(order);
  std::copy(bytes.begin(), bytes.end(), all.begin() + 1);
  ranks->broadcast(all);
}

/// By the others: waits for the next one.
inline Order take_order(Ranks& ranks, Bytes& bytes) {
  ranks.broadcast(bytes);
  const auto order = static_cast<Order>(bytes.at(0));
  bytes.erase(bytes.begin());
  return order;
}

}  // namespace saccade
