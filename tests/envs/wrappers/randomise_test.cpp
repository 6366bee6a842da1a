// wrap.randomise: which options an episode has, and which ranges are refused.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "envs/core/random.h"
#include "envs/episode/episode_runner.h"
#include "planet.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Names;
using testing::planet;
using testing::refusal_of;
using testing::World;

EnvironmentFactory randomised(const Names& ranges, const testing::OptionList& list = {}) {
  return planet(list).factory({{"randomise", ranges}});
}

/// The options that are shown in the episode of a seed.
std::vector<float> shown(const Names& ranges, std::uint64_t seed,
                         const testing::OptionList& list = {}) {
  return EpisodeRunner(randomised(ranges, list)(), seed).observation(0).rows()[0].features;
}

std::string range_refusal(const Names& ranges, const testing::OptionList& list = {}) {
  return refusal_of(planet(list), {{"randomise", ranges}});
}

}  // namespace

TEST_CASE("a range of values, or of factors of what is set, is drawn by seed and option") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rng gravity(derive_seed({seed, 0x72616e646f6d, 0})),
        moons(derive_seed({seed, 0x72616e646f6d, 1}));
    const std::vector<float> all = shown({"moons=2..5", "gravity*0.5..1.5"}, seed);
    CHECK(all[0] == static_cast<float>(gravity.uniform(-15, -5)));
    CHECK(all[1] == static_cast<float>(moons.integers(2, 6)));
    CHECK(all[2] == 0);
    CHECK(shown({"gravity=-15..-5"}, seed)[0] == all[0]);  // What else is drawn does not matter.
    CHECK(shown({"gravity*1..3"}, seed, {{"gravity", -5.0}})[0] == all[0]);
  }
}

TEST_CASE("numbers are drawn evenly, whole ones with both ends") {
  EpisodeRunner runner(randomised({"gravity=-8..-4", "moons=1..3"})());
  double sum = 0, least = 0, most = -100;
  std::vector<int> moons(4);
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    runner.begin(seed);
    const std::vector<float>& all = runner.observation(0).rows()[0].features;
    sum += static_cast<double>(all[0]);
    least = std::min(least, static_cast<double>(all[0]));
    most = std::max(most, static_cast<double>(all[0]));
    ++moons.at(static_cast<std::size_t>(all[1]));
  }
  CHECK(sum / 3000 == Approx(-6).margin(0.08));
  CHECK((least >= -8 && least < -7.98));
  CHECK((most <= -4 && most > -4.02));
  CHECK(moons[0] == 0);
  for (int i = 1; i <= 3; ++i)
    CHECK(moons[static_cast<std::size_t>(i)] == Approx(1000).margin(100));
}

TEST_CASE("an episode is that of its seed, whatever was played before") {
  EpisodeRunner used(randomised({"gravity=-8..-4"})(), 1);
  const float first = used.observation(0).rows()[0].features[0];
  used.begin(2);
  const float second = used.observation(0).rows()[0].features[0];
  used.step(std::vector<float>{0});
  CHECK(used.observation(0).rows()[0].features[0] == second);  // It stays for the episode.
  used.begin(1);
  CHECK(used.observation(0).rows()[0].features[0] == first);
  CHECK(first != second);
}

TEST_CASE("factors of a whole number give the whole numbers between") {
  std::set<float> found;
  for (std::uint64_t seed = 0; seed < 60; ++seed) found.insert(shown({"moons*0.6..1.4"}, seed)[1]);
  CHECK(found == std::set<float>{3, 4, 5});  // 2.4 to 5.6
}

TEST_CASE("limits of rewards and episodes are those of all episodes") {
  const EnvironmentSpec spec = spec_of(randomised({"days=2..9", "most_moons=5..20"}));
  CHECK(spec.max_steps == 9);
  CHECK(spec.reward_high == 20);
  CHECK(spec_of(randomised({"days=2..3"})).max_steps == 5);  // What is set counts, too.
  EpisodeRunner runner(randomised({"days=2..9", "most_moons=5..20"})());
  std::set<int> lengths;
  std::set<float> rewards;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    runner.begin(seed);
    while (!runner.advance(std::vector<float>{0}).truncated) {
    }
    lengths.insert(runner.finished().length);
    rewards.insert(runner.rewards()[0]);
  }
  CHECK(lengths == std::set<int>{2, 3, 4, 5, 6, 7, 8, 9});
  CHECK((*rewards.begin() == 5 && *rewards.rbegin() == 20));
}

TEST_CASE("what is no range of numbers is refused") {
  const std::string form =
      ", wanted OPTION=LOW..HIGH or, of what env.OPTION is, OPTION*LOW..HIGH; LOW below HIGH";
  for (const char* text :
       {"gravity", "gravity=", "gravity=-5", "gravity=-5..", "gravity=..-5", "gravity=-5..-8",
        "gravity=-5..-5", "gravity=-8..-4x", "gravity=-8..nan", "gravity*2..1", "gravity-8..-4"}) {
    CHECK(range_refusal({text}) == "wrap.randomise: found \"" + std::string(text) + '"' + form);
  }
  CHECK(range_refusal({"gravity=-8..-4", "gravity=-9..-3"}) ==
        "wrap.randomise: found option gravity twice, wanted each option once");
  CHECK(range_refusal({"gravty=-8..-4"}) ==
        "wrap.randomise: found \"gravty=-8..-4\", which names no option of the environment that is "
        "a number; did you mean gravity?");
  for (const char* text : {"is_far=0..1", "name=1..2"}) {
    CHECK_THAT(range_refusal({text}),
               Catch::Contains("names no option of the environment that is a "
                               "number"));
  }
  CHECK(range_refusal({"gravity=-25..-4"}) ==
        "wrap.randomise: found \"gravity=-25..-4\", wanted numbers that env.gravity accepts: a "
        "number in [-20, 0]");
  CHECK(range_refusal({"wind*1..2"}) ==
        "wrap.randomise: found \"wind*1..2\", wanted OPTION=LOW..HIGH: env.wind is 0");
  CHECK(range_refusal({"moons*0.9..1.1"}) ==
        "wrap.randomise: found \"moons*0.9..1.1\", wanted a range that has two whole numbers at "
        "least");
}

TEST_CASE("options that change what an environment says of itself are refused") {
  CHECK(range_refusal({"eyes=1..2"}) ==
        "wrap.randomise: found \"eyes=1..2\": wanted options that change nothing of what the "
        "environment says of itself but limits: entity type self, features, number 2: found "
        "storm, was wind before");
  CHECK_THAT(range_refusal({"rate=5..10"}),
             Catch::Contains("steps_per_second: found 5, was 10 before"));
}

TEST_CASE("ranges that do not suit each other are refused before an episode") {
  CHECK(range_refusal({"moons=2..8", "most_moons=9..12"}).empty());
  CHECK_THAT(range_refusal({"moons=2..8", "most_moons=7..12"}),
             Catch::StartsWith("wrap.randomise: found \"moons=2..8\": environment planet: "
                               "could not be made: option moons: found more than most_moons"));
  CHECK_THAT(range_refusal({"moons=2..8"}, {{"most_moons", 6}}),
             Catch::Contains("found more than most_moons"));
  CHECK(range_refusal({"moons=1..3", "most_moons=3..5"}, {{"moons", 4}}).empty());
}

TEST_CASE("no range at all is what the environment is") {
  const auto environment = planet().factory({{"randomise", Names{}}})();
  CHECK(dynamic_cast<const testing::Planet*>(environment.get()) != nullptr);
}

TEST_CASE("an episode of a lander is that of the gravity that was drawn") {
  const Names range = {"gravity=-11..-5"};
  EpisodeRunner drawn(testing::builtin_world("lunar-lander").factory({{"randomise", range}})(), 9);
  const World world = testing::builtin_world("lunar-lander");
  std::size_t index = 0;
  while (world.options.specs()[index].name != "gravity") ++index;
  Rng rng(derive_seed({9, 0x72616e646f6d, index}));
  EpisodeRunner set(testing::make_builtin("lunar-lander", {{"gravity", rng.uniform(-11, -5)}}), 9);
  for (int step = 0; step < 30; ++step) {
    CHECK(drawn.digest() == set.digest());
    drawn.step(std::vector<float>{2});
    set.step(std::vector<float>{2});
  }
}

}  // namespace saccade
