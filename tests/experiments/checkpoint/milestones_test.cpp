#include "experiments/checkpoint/milestones.h"

#include <catch2/catch.hpp>

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Steps = std::vector<std::int64_t>;

/// Those of a run that nothing stops.
Steps all_of(int count, std::int64_t updates, std::int64_t update_steps) {
  Milestones milestones(count, updates * update_steps, update_steps);
  for (std::int64_t update = 0; update <= updates; ++update) {
    milestones.reach(update * update_steps);
  }
  return milestones.kept();
}

}  // namespace

TEST_CASE("milestones are the first step and the updates nearest to equal parts of the run") {
  CHECK(all_of(0, 10, 128).empty());
  CHECK(all_of(1, 10, 128) == Steps{0, 1280});
  CHECK(all_of(5, 10, 128) == Steps{0, 256, 512, 768, 1024, 1280});
  CHECK(all_of(3, 10, 1) == Steps{0, 3, 7, 10});     // 3.33 and 6.67
  CHECK(all_of(4, 10, 1) == Steps{0, 3, 5, 8, 10});  // 2.5 and 7.5
  CHECK(all_of(7, 3, 10) == Steps{0, 10, 20, 30});
  CHECK(all_of(1000, 1, 64) == Steps{0, 64});
}

TEST_CASE("milestones of the longest run are the right ones") {
  constexpr std::int64_t kLongest = 1'000'000'000'000'000;
  Milestones milestones(1000, kLongest, 1);
  CHECK(milestones.reach(999 * (kLongest / 1000)));
  CHECK(milestones.reach(kLongest));
}

TEST_CASE("milestones come back from tensors, and stay when the run gets another length") {
  TensorMap tensors;
  Milestones(2, 20, 10).save(tensors);
  CHECK(tensors.empty());
  Milestones first(2, 20, 10);
  for (const std::int64_t step : {0, 10, 20}) CHECK(first.reach(step));
  first.save(tensors);
  Milestones longer(2, 60, 10);
  longer.restore(tensors, 20);
  CHECK_FALSE(longer.reach(40));
  CHECK(longer.reach(60));
  CHECK(longer.kept() == Steps{0, 10, 20, 60});
  Milestones older(2, 20, 10);
  older.restore({}, 20);
  CHECK(older.kept().empty());
}

TEST_CASE("milestones that cannot be are refused by name") {
  for (const Steps& steps : {Steps{0, 30}, Steps{10, 0}, Steps{10, 10}, Steps{-10}}) {
    const TensorMap tensors = {{"run.milestones", make_tensor(steps)}};
    CHECK_THROWS_WITH(Milestones(2, 20, 10).restore(tensors, 20), Contains("'run.milestones'"));
  }
}

}  // namespace saccade
