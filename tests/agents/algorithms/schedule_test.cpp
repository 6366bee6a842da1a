#include <catch2/catch.hpp>
#include <cmath>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/linear_schedule.h"
#include "agents/explained_variance.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Seek;

TEST_CASE("a schedule goes linearly from its first to its last value") {
  LinearSchedule schedule(8e-4F, 4e-4F);
  CHECK(schedule.now() == 8e-4F);  // Also before it is told where it stands.
  schedule.set_progress(0);
  CHECK(schedule.now() == 8e-4F);
  schedule.set_progress(0.5F);
  CHECK(schedule.now() == Approx(6e-4));
  schedule.set_progress(1);
  CHECK(schedule.now() == Approx(4e-4));
}

TEST_CASE("a schedule can be read from a pair of options") {
  Options options({{"rate", 0.5, "."}, {"rate_final", 1.5, "."}});
  options.set("rate", 0.25);
  LinearSchedule schedule(options, "rate");
  CHECK(schedule.now() == 0.25F);
  schedule.set_progress(1);
  CHECK(schedule.now() == 1.5F);
}

TEST_CASE("the learning rate goes from its first value to its last when all steps are done") {
  LearnerConfig config = testing::small_config();
  config.optimiser.learning_rate = 8e-4F;
  config.optimiser.learning_rate_final = 4e-4F;
  Learner learner(factory_of<Seek>(), config, 2 * 40 * 32, 1, 1);  // Two updates.
  CHECK(learner.update()["learning_rate"] == Approx(8e-4));
  CHECK(learner.update()["learning_rate"] == Approx(6e-4));
  CHECK(learner.update()["learning_rate"] == Approx(4e-4));
  CHECK(learner.update()["learning_rate"] == Approx(4e-4));  // Beyond the end as at the end.
}

/// Of a sample whose probability has changed by `ratio` and whose advantage is 1.
LossGradient<double> gradient_at(const Algorithm& algorithm, double ratio) {
  MetricSums ignored;
  return algorithm.loss(LossInput<double>{.log_prob = std::log(ratio),
                                          .entropy = 1,
                                          .value = 0,
                                          .old_log_prob = 0,
                                          .old_value = 0,
                                          .advantage = 1,
                                          .target_return = 0},
                        1.0, ignored);
}

TEST_CASE("PPO's clipping and entropy bonus go linearly from their first to their last value") {
  AlgorithmConfig config("ppo");
  config.options.set("clip", 0.3);
  config.options.set("clip_final", 0.1);
  config.options.set("entropy_coefficient", 0.02);
  config.options.set("entropy_coefficient_final", 0.06);
  const std::unique_ptr<Algorithm> ppo = make_algorithm(config);
  const auto check = [&ppo](double clip, double entropy) {
    CAPTURE(clip);
    CHECK(gradient_at(*ppo, 1 + clip - 0.01).by_log_prob == Approx(-(1 + clip - 0.01)));
    CHECK(gradient_at(*ppo, 1 + clip + 0.01).by_log_prob == 0);
    CHECK(gradient_at(*ppo, 1).by_entropy == Approx(-entropy));
  };
  check(0.3, 0.02);  // Before the first update.
  ppo->set_progress(0);
  check(0.3, 0.02);
  ppo->set_progress(0.5F);
  check(0.2, 0.04);
  ppo->set_progress(1);
  check(0.1, 0.06);
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
