#include "agents/gae.h"

namespace saccade {

void estimate_advantages(const TrajectoryView& view, float gamma, float lambda,
                         std::span<float> advantages) {
  const auto columns = static_cast<std::size_t>(view.columns);
  const std::size_t size = view.rewards.size();
  for (std::size_t i = size; i-- > 0;) {
    const float delta = view.rewards[i] + gamma * view.next_values[i] - view.values[i];
    const bool goes_on = view.ended[i] == 0 && i + columns < size;
    advantages[i] = goes_on ? delta + gamma * lambda * advantages[i + columns] : delta;
  }
}

}  // namespace saccade
