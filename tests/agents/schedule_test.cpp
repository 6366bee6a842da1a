#include <catch2/catch.hpp>

#include "agents/explained_variance.h"
#include "agents/learner_impl.h"

namespace saccade {
namespace {

TEST_CASE("clipping, entropy and learning rate go linearly from their first to their last value") {
  PpoConfig ppo;
  ppo.learning_rate = 8e-4F;
  ppo.learning_rate_final = 4e-4F;
  ppo.clip = 0.3F;
  ppo.clip_final = 0.1F;
  ppo.entropy_coefficient = 0.02F;
  ppo.entropy_coefficient_final = 0.06F;
  const auto check = [&ppo](float progress, double rate, double clip, double entropy) {
    const UpdateSchedule schedule = schedule_at(ppo, progress);
    CHECK(schedule.learning_rate == Approx(rate));
    CHECK(schedule.coefficients.clip == Approx(clip));
    CHECK(schedule.coefficients.entropy_coefficient == Approx(entropy));
  };
  check(0, 8e-4, 0.3, 0.02);
  check(0.5F, 6e-4, 0.2, 0.04);
  check(1, 4e-4, 0.1, 0.06);
}

TEST_CASE("explained variance is one minus the share of variance that values leave") {
  ExplainedVariance half, shifted, none, empty;
  for (const double value : {1.0, 2.0, 3.0, 6.0}) {
    half.add(value, value / 2);
    shifted.add(value, 7);
    none.add(value, value - 7);
  }
  CHECK(half.ratio() == Approx(0.75));
  CHECK(shifted.ratio() == Approx(1));
  CHECK(none.ratio() == Approx(0).margin(1e-12));
  CHECK(empty.ratio() == 0);
}

}  // namespace
}  // namespace saccade
