// Which samples of a batch a central critic sees together.
//
// A team is the agents of one kind that are present in one environment at one step.  Where samples
// are numbered step * columns + column, as in a rollout, with the columns of one environment side
// by side, its samples are those whose numbers give the same quotient by the columns of an
// environment.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace saccade {

/// Where a sample was recorded.
struct SamplePlace {
  std::int32_t shard = 0;
  std::int32_t sample = 0;

  bool operator<(const SamplePlace& other) const {
    return std::tie(shard, sample) < std::tie(other.shard, other.sample);
  }
};

struct Teams {
  /// [teams + 1] Team t has members [offsets[t], offsets[t + 1]); empty: each sample is alone.
  std::vector<std::int32_t> offsets{};
  /// [samples] The samples of one team after the other.  In a team they stand in the order of their
  /// agents, wherever they stand in the batch: so no batch changes how a team's sums are rounded.
  std::vector<std::int32_t> members{};

  /// Of samples from these places, [samples], where an environment has `columns` columns.
  void assign(std::span<const SamplePlace> places, int columns);
  /// All of `samples` samples are one team.
  void assign_together(int samples);
  /// Each of `samples` samples is a team.
  void assign_alone(int samples);
};

}  // namespace saccade
