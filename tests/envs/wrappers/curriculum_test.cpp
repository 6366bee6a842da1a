// wrap.curriculum: how wide the ranges of wrap.randomise are.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::Names;
using testing::refusal_of;
using testing::World;

/// Shows its options.
class Field final : public Environment {
 public:
  explicit Field(const Options& options)
      : shown_{static_cast<float>(options.get<int>("mines")),
               static_cast<float>(options.get<double>("wind"))} {
    spec_.id = "field";
    spec_.max_steps = 5;
    spec_.kinds[0].observation.types = {{"self", {"mines", "wind"}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"say", {"yes", "no"}}};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = 0;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int agent, Observation& seen) const override { seen.add(0, agent, shown_); }
  void draw(Scene& /*scene*/) const override {}

 private:
  std::vector<float> shown_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

World field(int mines) {
  const EnvironmentEntry entry{
      .id = "field",
      .summary = "Shows its options.",
      .options = {{.name = "mines", .default_value = 1, .help = "", .min = 0, .max = 100},
                  {.name = "wind", .default_value = 2.0, .help = ""}},
      .make = [](const Options& options) { return std::make_unique<Field>(options); }};
  return {entry, testing::options_of(entry, {{"mines", mines}})};
}

const Names kRanges = {"mines=1..9", "wind=0..3"};

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
  EpisodeRunner runner(field(3).factory({{"randomise", kRanges}, {"curriculum", 0.5}})());
  CHECK(runner.spec().has_curriculum);
  const Ends at_first = ends(runner, 0, 0);
  CHECK((at_first.low == 3 && at_first.high == 3));
  CHECK((ends(runner, 0, 1).low == 2 && ends(runner, 0, 1).high == 2));
  const Ends halfway = ends(runner, 0.25, 0);  // 2 to 6
  CHECK((halfway.low == 2 && halfway.high == 6));
  const Ends wind = ends(runner, 0.25, 1);  // 1 to 2.5
  CHECK((wind.low >= 1 && wind.low < 1.01F && wind.high <= 2.5F && wind.high > 2.49F));
  const Ends between = ends(runner, 0.2, 0);  // 3 - 0.8 and 3 + 2.4: the whole numbers inside.
  CHECK((between.low == 3 && between.high == 5));
  for (const double done : {0.5, 0.75, 1.0}) {
    const Ends all = ends(runner, done, 0);
    CHECK((all.low == 1 && all.high == 9));
  }
}

TEST_CASE("where nothing is trained, episodes are those without the curriculum") {
  const EnvironmentFactory plain = field(1).factory({{"randomise", kRanges}});
  const EnvironmentFactory curriculum =
      field(1).factory({{"randomise", kRanges}, {"curriculum", 0.7}});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CHECK(shown(curriculum, seed) == shown(plain, seed));
  }
  CHECK_FALSE(spec_of(plain).has_curriculum);
}

TEST_CASE("an episode keeps its progress, also when it is restored") {
  const EnvironmentFactory factory =
      field(1).factory({{"randomise", kRanges}, {"curriculum", 1.0}});
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
  EpisodeRunner runner(field(3).factory(list)());
  CHECK(runner.spec().has_curriculum);
  const Ends at_first = ends(runner, 0, 0);
  CHECK((at_first.low == 3 && at_first.high == 3));
}

TEST_CASE("a curriculum without ranges that can widen is refused") {
  CHECK(refusal_of(field(1), {{"curriculum", 0.5}}) ==
        "wrap.curriculum: found 0.5, wanted 0, or ranges in wrap.randomise that can widen");
  CHECK(refusal_of(field(10), {{"curriculum", 0.5}, {"randomise", kRanges}}) ==
        "wrap.randomise: found \"mines=1..9\", wanted with wrap.curriculum a range that holds "
        "env.mines = 10, where it begins");
  CHECK(refusal_of(field(10), {{"randomise", kRanges}}).empty());
}

}  // namespace saccade
