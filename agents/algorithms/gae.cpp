#include "agents/algorithms/gae.h"

namespace saccade {

void generalised_advantages(const Trajectories& trajectories, const Discount& discount,
                            Targets& targets) {
  const auto columns = static_cast<std::size_t>(trajectories.columns);
  const std::size_t size = trajectories.rewards.size();
  std::vector<float>& advantages = targets.advantages;
  for (std::size_t i = size; i-- > 0;) {
    const float value = trajectories.values[i];
    const float delta =
        trajectories.rewards[i] + discount.gamma * trajectories.next_values[i] - value;
    const bool goes_on = trajectories.ended[i] == 0 && i + columns < size;
    advantages[i] =
        goes_on ? delta + discount.gamma * discount.lambda * advantages[i + columns] : delta;
    targets.returns[i] = advantages[i] + value;
  }
}

}  // namespace saccade
