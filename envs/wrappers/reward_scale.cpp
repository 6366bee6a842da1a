// wrap.reward_scale: rewards times a number.
#include <memory>
#include <utility>

#include "envs/wrappers/reward_bounds.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

class RewardScale final : public Wrapper {
 public:
  RewardScale(std::unique_ptr<Environment> environment, double scale)
      : Wrapper(std::move(environment)), scale_(scale) {
    EnvironmentSpec& spec = wrapped_spec();
    detail::want(spec.reward_low != 0 || spec.reward_high != 0, "wrap.reward_scale",
                 detail::number_text(scale), "1: every reward of environment " + spec.id + " is 0");
    spec.reward_low = times(spec.reward_low, scale);
    spec.reward_high = times(spec.reward_high, scale);
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const StepResult result = inner().step(actions, rewards);
    for (float& reward : rewards) reward = times(reward, scale_);
    return result;
  }

 private:
  double scale_;
};

}  // namespace

WrapperEntry reward_scale_wrapper() {
  return {.option = {.name = "reward_scale",
                     .default_value = 1.0,
                     .help = "Number by which every reward is multiplied.",
                     .min = 1e-6,
                     .max = 1e6},
          .wrap = wrap_in<RewardScale, double>};
}

}  // namespace saccade
