// The candidates of a select-entity head.
#pragma once

#include <cstddef>
#include <string>

#include "envs/core/action_space.h"

namespace saccade {

/// Calls `call(type, row, i)` for the i-th candidate of the head.
template <class Call>
void for_each_candidate(const SelectEntityHead& head, const Observation& seen, const Call& call) {
  std::size_t candidate = 0;
  for (const int number : head.types) {
    const auto type = static_cast<std::size_t>(number);
    for (std::size_t row = 0; row < seen.rows()[type].ids.size(); ++row)
      call(type, row, candidate++);
  }
}

/// Of a head that chooses: throws Error unless its mask, if it has one, tells of every choice.
template <class Head>
void check_mask(const Head& head, const Observation& seen, std::span<const std::uint8_t> mask) {
  const auto choices = static_cast<std::size_t>(head.choice_count(seen));
  detail::want(mask.empty() || mask.size() == choices, "mask of action head " + head.name,
               std::to_string(mask.size()) + " values", std::to_string(choices));
}

}  // namespace saccade
