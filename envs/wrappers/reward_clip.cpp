// wrap.reward_clip: rewards within bounds.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

class RewardClip final : public Wrapper {
 public:
  RewardClip(std::unique_ptr<Environment> environment, double most)
      : Wrapper(std::move(environment)), most_(static_cast<float>(most)) {
    EnvironmentSpec& spec = wrapped_spec();
    const double largest = std::max(std::abs(spec.reward_low), std::abs(spec.reward_high));
    detail::want(most_ < largest, "wrap.reward_clip", detail::number_text(most),
                 "less than " + detail::number_text(largest) +
                     ", the largest reward of environment " + spec.id);
    spec.reward_low = std::clamp(spec.reward_low, -most_, most_);
    spec.reward_high = std::clamp(spec.reward_high, -most_, most_);
  }

  /// What is no finite number is passed on, to be found.
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const StepResult result = inner().step(actions, rewards);
    for (float& reward : rewards) {
      if (std::isfinite(reward)) reward = std::clamp(reward, -most_, most_);
    }
    return result;
  }

 private:
  float most_;
};

}  // namespace

WrapperEntry reward_clip_wrapper() {
  return {.option = {.name = "reward_clip",
                     .default_value = 0.0,
                     .help = "Largest size of a reward, to which larger ones are clipped; 0: any.",
                     .min = 0,
                     .max = 1e6},
          .wrap = wrap_in<RewardClip, double>};
}

}  // namespace saccade
