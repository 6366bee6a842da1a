// wrap.noise and wrap.feature_noise: what is added to what, and what is left alone.
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "envs/core/random.h"
#include "envs/episode/episode_runner.h"
#include "support/orchard.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"
#include "support/workshop.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::builtin_world;
using testing::Names;
using testing::refusal_of;
using testing::world_of;
using testing::wrapped;

/// Sees what two types, of which the critic alone sees one, and two sensors show; all is 0.5.
class Gallery final : public Environment {
 public:
  Gallery() {
    spec_.id = "gallery";
    spec_.max_steps = 4000;
    AgentKind& kind = spec_.kinds[0];
    kind.observation.types = {{"self", {"a", "b"}, 1}, {"bust", {"x=1"}}, {"wind", {"w"}, 1, true}};
    kind.observation.rays = {{.name = "lidar", .count = 3, .range = 4, .hits = {"wall"}}};
    kind.observation.images = {{.name = "view", .height = 1, .width = 2, .channels = {"g"}}};
    kind.action.heads = {CategoricalHead{"say", {"yes", "no"}, true}};
    kind.agents = 2;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    std::fill(rewards.begin(), rewards.end(), 0.5F);
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, agent, {0.5F, 0.5F}, {1, 2}, {3, 4});
    for (const EntityId bust : {10, 11}) seen.add(1, bust, {0.5F});
    seen.add(2, 20, {0.5F});
    seen.set_rays(0, {1, 2}, 3, std::vector<float>{0.5F, 2, 4}, std::vector<int>{0, 0, -1});
    seen.set_image(0, {1, 2}, std::vector<float>{0.5F, 0.5F});
    seen.set_mask(0, std::vector<std::uint8_t>{1, 0});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
  int steps_ = 0;
};

testing::World gallery() {
  return world_of([] { return std::make_unique<Gallery>(); });
}

/// The error of the n-th number of an entity, as the sources say.
float error_of(std::uint64_t stream, std::uint64_t seed, std::uint64_t step, std::uint64_t agent,
               std::uint64_t what, std::uint64_t thing, int n, double deviation) {
  Rng rng(derive_seed({seed, stream, step, agent, what, thing}));
  for (int i = 0; i < n; ++i) rng.normal();
  return static_cast<float>(deviation * rng.normal());
}
constexpr std::uint64_t kNoise = 0x6e6f697365, kFeatureNoise = 0x666561747572656e;

const std::vector<float> kSilence = {0, 0};

}  // namespace

TEST_CASE("noise is the normal number of its seed, step, agent and entity") {
  EpisodeRunner runner(gallery().factory({{"noise", 0.25}})(), 7);
  for (std::uint64_t step = 0; step < 3; ++step) {
    for (std::uint64_t agent = 0; agent < 2; ++agent) {
      const Observation& seen = runner.observation(static_cast<int>(agent));
      const auto error = [&](std::uint64_t what, std::uint64_t thing, int n, double deviation) {
        return error_of(kNoise, 7, step, agent, what, thing, n, deviation);
      };
      CHECK(seen.rows()[0].features ==
            std::vector{0.5F + error(0, agent, 0, 0.25), 0.5F + error(0, agent, 1, 0.25)});
      CHECK(seen.rows()[1].features ==
            std::vector{0.5F + error(0, 10, 0, 0.25), 0.5F + error(0, 11, 0, 0.25)});
      CHECK(seen.rays()[0].distances[1] == std::clamp(2 + error(1, 0, 1, 1), 0.0F, 4.0F));
      CHECK(seen.images()[0].pixels ==
            std::vector{0.5F + error(2, 0, 0, 0.25), 0.5F + error(2, 0, 1, 0.25)});
    }
    runner.step(kSilence);
  }
}

TEST_CASE("noise has mean 0 and the deviation that was set") {
  EpisodeRunner runner(gallery().factory({{"noise", 0.3}})(), 7);
  double sum = 0, squares = 0, products = 0;
  for (int step = 0; step < 3000; ++step) {
    const std::vector<float>& self = runner.observation(1).rows()[0].features;
    const double a = self[0] - 0.5, b = self[1] - 0.5;
    sum += a;
    squares += a * a;
    products += a * b;
    runner.step(kSilence);
  }
  CHECK(sum / 3000 == Approx(0).margin(0.02));
  CHECK(std::sqrt(squares / 3000) == Approx(0.3).epsilon(0.05));
  CHECK(products / 3000 == Approx(0).margin(0.007));
}

TEST_CASE("what is no reading of the policy stays") {
  EpisodeRunner runner(gallery().factory({{"noise", 1.0}})(), 7);
  for (int step = 0; step < 50; ++step) {
    const Observation& seen = runner.observation(0);
    CHECK(seen.rows()[2].features == std::vector<float>{0.5F});  // The critic's.
    CHECK(seen.rows()[0].ids == std::vector<EntityId>{0});
    CHECK(seen.rows()[0].positions[0] == Vec2{1, 2});
    CHECK(seen.rows()[0].velocities[0] == Vec2{3, 4});
    CHECK(seen.rays()[0].hits == std::vector<int>{0, 0, -1});
    CHECK(seen.rays()[0].origin == Vec2{1, 2});
    CHECK(seen.rays()[0].heading == 3);
    CHECK(seen.rays()[0].distances[2] == 4);  // Nothing is met.
    for (const float distance : seen.rays()[0].distances) CHECK((distance >= 0 && distance <= 4));
    CHECK(seen.images()[0].origin == Vec2{1, 2});
    CHECK(seen.masks()[0] == std::vector<std::uint8_t>{1, 0});
    runner.step(kSilence);
    CHECK(runner.rewards()[0] == 0.5F);
  }
}

TEST_CASE("looking again, or at nobody, gives the same noise; another seed does not") {
  const auto make = [](std::uint64_t seed) {
    return EpisodeRunner(gallery().factory({{"noise", 0.5}})(), seed);
  };
  EpisodeRunner one = make(3), same = make(3), other = make(4);
  Observation again(one.spec().kinds[0].observation, one.spec().kinds[0].action);
  one.environment().observe(1, again);
  CHECK(again.rows()[1].features == one.observation(1).rows()[1].features);
  for (EpisodeRunner* runner : {&one, &same, &other}) runner->step(kSilence);
  CHECK(one.digest() == same.digest());
  CHECK(one.digest() != other.digest());
}

TEST_CASE("single features and sensors have a noise of their own") {
  const Names names = {"self.b=0.25", "bust.x=1=2", "lidar=0.125"};
  EpisodeRunner runner(gallery().factory({{"feature_noise", names}})(), 7);
  const Observation& seen = runner.observation(1);
  const auto error = [](std::uint64_t what, std::uint64_t thing, int n, double deviation) {
    return error_of(kFeatureNoise, 7, 0, 1, what, thing, n, deviation);
  };
  CHECK(seen.rows()[0].features == std::vector{0.5F, 0.5F + error(0, 1, 1, 0.25)});
  CHECK(seen.rows()[1].features ==
        std::vector{0.5F + error(0, 10, 0, 2), 0.5F + error(0, 11, 0, 2)});
  CHECK(seen.rays()[0].distances[0] == std::clamp(0.5F + error(1, 0, 0, 0.5), 0.0F, 4.0F));
  CHECK(seen.images()[0].pixels == std::vector<float>{0.5F, 0.5F});
}

TEST_CASE("the noise of a feature does not depend on what else is noisy or hidden") {
  const auto features = [](const testing::WrapList& list, std::size_t feature) {
    return EpisodeRunner(gallery().factory(list)(), 7).observation(0).rows()[0].features[feature];
  };
  const float alone = features({{"feature_noise", Names{"self.b=0.25"}}}, 1);
  CHECK(alone != 0.5F);
  CHECK(features({{"feature_noise", Names{"self.a=9", "self.b=0.25"}}}, 1) == alone);
  CHECK(features({{"feature_noise", Names{"self.b=0.25"}}, {"hide", Names{"self.a"}}}, 0) == alone);
  const float both = features({{"noise", 0.5}, {"feature_noise", Names{"self.b=0.25"}}}, 1);
  CHECK(both != alone);
  CHECK(both != features({{"noise", 0.5}}, 1));
}

TEST_CASE("a kind of agents may have a noise of its own") {
  const auto features = [](const Names& names) {
    EpisodeRunner runner(wrapped(testing::workshop(), {{"feature_noise", names}})(), 7);
    return std::pair(runner.observation(0).rows()[0].features[0],
                     runner.observation(2).rows()[1].features[0]);
  };
  EpisodeRunner plain(testing::workshop()(), 7);
  const float slope = plain.observation(0).rows()[0].features[0];
  const float value = plain.observation(2).rows()[1].features[0];
  CHECK(features({"picker.card.value=0.5"}).first == slope);
  CHECK(features({"picker.card.value=0.5"}).second != value);
  CHECK(features({"porter.self.slope_x=0.5"}).first != slope);
  CHECK(features({"porter.self.slope_x=0.5"}).second == value);
  const float wide = features({"self.slope_x=0.5"}).first - slope;
  const float own = features({"self.slope_x=0.5", "porter.self.slope_x=2"}).first - slope;
  CHECK(own == Approx(4 * wide));  // That of the kind goes before.
}

TEST_CASE("noise that is none is refused, with what there is") {
  const auto refusal = [](const std::string& text) {
    return refusal_of(gallery(), {{"feature_noise", Names{text}}});
  };
  CHECK(refusal("self.c=1") ==
        "wrap.feature_noise: found \"self.c=1\", which environment gallery does not have, wanted "
        "TYPE.FEATURE=DEVIATION or SENSOR=DEVIATION of: self.a, self.b");
  CHECK_THAT(refusal("wind.w=1"), Catch::EndsWith("of: self.a, self.b, bust.x=1, lidar, view"));
  CHECK_THAT(refusal("self.a"), Catch::StartsWith("wrap.feature_noise: found \"self.a\", wanted "
                                                  "TYPE.FEATURE=DEVIATION or SENSOR=DEVIATION"));
  for (const char* text : {"self.a=", "self.a=0", "self.a=-1", "self.a=1x", "self.a=nan", "=1"}) {
    CHECK_THAT(refusal(text), Catch::Contains('"' + std::string(text) + '"'));
  }
  CHECK(refusal_of(gallery(), {{"feature_noise", Names{"self.a=1", "self.a=2"}}}) ==
        "wrap.feature_noise: found self.a twice, wanted each name once");
  CHECK(
      refusal_of(world_of([] { return std::make_unique<testing::Secret>(); }), {{"noise", 1.0}}) ==
      "wrap.noise: found 1, wanted 0: a policy sees no numbers in environment secret");
}

}  // namespace saccade
