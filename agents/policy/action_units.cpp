#include "agents/policy/action_units.h"

#include <algorithm>

namespace saccade {

void to_environment(const ActionSpace& space, std::span<const float> chosen,
                    std::span<float> action) {
  std::copy(chosen.begin(), chosen.end(), action.begin());
  std::size_t begin = 0;
  for (const ActionHead& head : space.heads) {
    if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
      for (std::size_t i = 0; i < continuous->low.size(); ++i) {
        action[begin + i] = ActionRange(*continuous, i).limited(chosen[begin + i]);
      }
    }
    begin += static_cast<std::size_t>(action_width(head));
  }
}

}  // namespace saccade
