// wrap.curriculum: how wide the ranges of wrap.randomise are.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "planet.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Names;
using testing::refusal_of;
using testing::World;

World moons(int count) {
  return testing::planet({{"moons", count}, {"most_moons", 10}});
}

const Names kRanges = {"moons=1..9", "gravity=-12..-9"};  // Gravity is -10.

constexpr std::size_t kGravity = 0, kMoons = 1;  // Features.

struct Ends {
  float low = 1e9F;
  float high = -1e9F;

  void add(float value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

/// Smallest and largest value of an option in the episodes of 2000 seeds.
Ends ends(EpisodeRunner& runner, double progress, std::size_t option) {
  Ends found;
  runner.set_progress(progress);
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    runner.begin(seed);
    found.add(runner.observation(0).rows()[0].features[option]);
  }
  return found;
}

std::vector<float> shown(const EnvironmentFactory& factory, std::uint64_t seed) {
  return EpisodeRunner(factory(), seed).observation(0).rows()[0].features;
}

}  // namespace

TEST_CASE("ranges widen from what an option is, until the share of the training is over") {
  EpisodeRunner runner(moons(3).factory({{"randomise", kRanges}, {"curriculum", 0.5}})());
  CHECK(runner.spec().has_curriculum);
  const Ends at_first = ends(runner, 0, kMoons);
  CHECK((at_first.low == 3 && at_first.high == 3));
  CHECK((ends(runner, 0, kGravity).low == -10 && ends(runner, 0, kGravity).high == -10));
  const Ends halfway = ends(runner, 0.25, kMoons);  // 2 to 6
  CHECK((halfway.low == 2 && halfway.high == 6));
  const Ends gravity = ends(runner, 0.25, kGravity);  // -11 to -9.5
  CHECK((gravity.low >= -11 && gravity.low < -10.99F));
  CHECK((gravity.high <= -9.5F && gravity.high > -9.51F));
  const Ends between = ends(runner, 0.2, kMoons);  // 3 - 0.8 and 3 + 2.4: the whole numbers inside.
  CHECK((between.low == 3 && between.high == 5));
  for (const double done : {0.5, 0.75, 1.0}) {
    const Ends all = ends(runner, done, kMoons);
    CHECK((all.low == 1 && all.high == 9));
  }
}

TEST_CASE("where nothing is trained, episodes are those without the curriculum") {
  const EnvironmentFactory plain = moons(1).factory({{"randomise", kRanges}});
  const EnvironmentFactory curriculum =
      moons(1).factory({{"randomise", kRanges}, {"curriculum", 0.7}});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CHECK(shown(curriculum, seed) == shown(plain, seed));
  }
  CHECK_FALSE(spec_of(plain).has_curriculum);
}

TEST_CASE("an episode keeps its progress, also when it is restored") {
  const EnvironmentFactory factory =
      moons(1).factory({{"randomise", kRanges}, {"curriculum", 1.0}});
  EpisodeRunner runner(factory(), 1, 0, 0.25);
  runner.set_progress(0.875);
  const auto mines = [](const EpisodeRunner& of) { return of.observation(0).rows()[0].features; };
  const std::vector<float> first = mines(runner);
  runner.step(std::vector<float>{0});
  CHECK(runner.record().progress == 0.25);
  EpisodeRunner restored(factory(), 1, 0);
  CHECK(mines(restored) != first);
  restored.restore(runner.record());
  CHECK(mines(restored) == first);
  for (int i = 0; i < 4; ++i) runner.step(std::vector<float>{0});
  CHECK(runner.record().progress == 0.875);  // Of the next episode.
}

TEST_CASE("progress reaches the environment through other wrappers") {
  const testing::WrapList list = {{"randomise", kRanges}, {"curriculum", 1.0}, {"time_limit", 2}};
  EpisodeRunner runner(moons(3).factory(list)());
  CHECK(runner.spec().has_curriculum);
  const Ends at_first = ends(runner, 0, kMoons);
  CHECK((at_first.low == 3 && at_first.high == 3));
}

TEST_CASE("a curriculum without ranges that can widen is refused") {
  CHECK(refusal_of(moons(1), {{"curriculum", 0.5}}) ==
        "wrap.curriculum: found 0.5, wanted 0, or ranges in wrap.randomise that can widen");
  CHECK(refusal_of(moons(10), {{"curriculum", 0.5}, {"randomise", kRanges}}) ==
        "wrap.randomise: found \"moons=1..9\", wanted with wrap.curriculum a range that holds "
        "env.moons = 10, where it begins");
  CHECK(refusal_of(moons(10), {{"randomise", kRanges}}).empty());
}

}  // namespace saccade
