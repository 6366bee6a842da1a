#include "agents/update/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "agents/algorithms/linear_schedule.h"

namespace saccade {

void LearningRate::set_progress(float progress) {
  LinearSchedule rate(config_.learning_rate, config_.learning_rate_final);
  switch (config_.schedule) {
    case LearningRateSchedule::kLinear:
      rate.set_progress(progress);
      break;
    case LearningRateSchedule::kCosine:
      rate.set_progress(
          static_cast<float>((1 - std::cos(std::numbers::pi * static_cast<double>(progress))) / 2));
      break;
    case LearningRateSchedule::kConstant:
      break;
    case LearningRateSchedule::kKlAdaptive:
      return;
  }
  now_ = rate.now();
}

void LearningRate::observe_kl(double kl) {
  constexpr double kBand = 2;
  constexpr float kFactor = 1.5F;
  if (!adapts()) return;
  const auto target = static_cast<double>(config_.target_kl);
  if (kl > target * kBand) {
    now_ = std::max(config_.learning_rate_min, now_ / kFactor);
  } else if (kl > 0 && kl < target / kBand) {
    now_ = std::min(config_.learning_rate_max, now_ * kFactor);
  }
}

}  // namespace saccade
