#include "agents/critic/teams.h"

#include <algorithm>
#include <numeric>

namespace saccade {

void Teams::assign(std::span<const SamplePlace> places, int columns) {
  const auto at = [places](std::int32_t sample) -> const SamplePlace& {
    return places[static_cast<std::size_t>(sample)];
  };
  members.resize(places.size());
  std::iota(members.begin(), members.end(), 0);
  std::sort(members.begin(), members.end(),
            [&](std::int32_t a, std::int32_t b) { return at(a) < at(b); });
  offsets.clear();
  for (std::size_t i = 0; i < members.size(); ++i) {
    const SamplePlace& here = at(members[i]);
    const SamplePlace& before = at(members[i > 0 ? i - 1 : 0]);
    const bool begins =
        i == 0 || here.shard != before.shard || here.sample / columns != before.sample / columns;
    if (begins) offsets.push_back(static_cast<std::int32_t>(i));
  }
  offsets.push_back(static_cast<std::int32_t>(members.size()));
}

void Teams::assign_together(int samples) {
  assign_alone(samples);
  offsets = {0, samples};
}

void Teams::assign_alone(int samples) {
  members.resize(static_cast<std::size_t>(samples));
  offsets.resize(members.size() + 1);
  std::iota(members.begin(), members.end(), 0);
  std::iota(offsets.begin(), offsets.end(), 0);
}

}  // namespace saccade
