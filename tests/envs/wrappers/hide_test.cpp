// wrap.hide: which features are left.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"
#include "support/workshop.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::wrapped;
using Names = std::vector<std::string>;

EnvironmentFactory hidden(const EnvironmentFactory& factory, const Names& names) {
  return wrapped(factory, {{"hide", names}});
}

EnvironmentFactory forage() {
  return [] { return testing::make_builtin("forage", {{"rays", 8}, {"image", true}}); };
}

std::string refusal(const EnvironmentFactory& factory, const std::string& name) {
  try {
    hidden(factory, {name})();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a hidden feature is in no space and no row") {
  EpisodeRunner whole(forage()(), 7);
  EpisodeRunner less(hidden(forage(), {"self.velocity_x", "food.distance"})(), 7);
  const std::vector<EntityType>& types = less.spec().kinds[0].observation.types;
  CHECK(types[0].features ==
        Names{"velocity_y", "wall_left", "wall_right", "wall_down", "wall_up"});
  CHECK(types[1].features.size() == whole.spec().kinds[0].observation.types[1].features.size() - 1);
  CHECK(types[2] == whole.spec().kinds[0].observation.types[2]);
  for (int step = 0; step < 5; ++step) {
    const Observation &seen = less.observation(0), &all = whole.observation(0);
    const std::vector<float>& self = all.rows()[0].features;
    CHECK(seen.rows()[0].features == std::vector<float>(self.begin() + 1, self.end()));
    REQUIRE(all.rows()[1].count() > 0);
    REQUIRE(seen.rows()[1].ids == all.rows()[1].ids);
    const std::size_t width = types[1].features.size();
    for (std::size_t row = 0; row < seen.rows()[1].ids.size(); ++row) {
      const float* found = &seen.rows()[1].features[row * width];
      const float* was = &all.rows()[1].features[row * (width + 1)];
      CHECK(std::vector<float>(found, found + 2) == std::vector<float>(was, was + 2));
      CHECK(std::vector<float>(found + 2, found + width) ==
            std::vector<float>(was + 3, was + width + 1));
    }
    whole.step(std::vector<float>{1});
    less.step(std::vector<float>{1});
  }
}

TEST_CASE("what is no feature stays: places, velocities, sensors, masks, rewards") {
  const Names all = {"self.x", "self.time", "gate.x", "flower.x"};
  EpisodeRunner whole(testing::meadow()(), 7);
  EpisodeRunner bare(hidden(testing::meadow(), all)(), 7);
  Rng rng(1);
  std::vector<float> actions(whole.action_count());
  for (int step = 0; step < 10; ++step) {
    for (int agent = 0; agent < 2; ++agent) {
      const Observation &seen = bare.observation(agent), &was = whole.observation(agent);
      for (std::size_t type = 0; type < was.rows().size(); ++type) {
        CHECK(seen.rows()[type].features.empty());
        CHECK(seen.rows()[type].ids == was.rows()[type].ids);
      }
      CHECK(seen.rows()[0].positions[0].x == was.rows()[0].positions[0].x);
      CHECK(seen.rows()[0].velocities[0].x == was.rows()[0].velocities[0].x);
      CHECK(seen.rays()[0].distances == was.rays()[0].distances);
      CHECK(seen.rays()[0].heading == was.rays()[0].heading);
      CHECK(seen.images()[0].present == was.images()[0].present);
      CHECK(seen.images()[0].pixels == was.images()[0].pixels);
      CHECK(seen.masks() == was.masks());
    }
    random_actions(whole.spec(), whole.observations(), rng, actions);
    whole.step(actions);
    bare.step(actions);
    CHECK(bare.rewards()[1] == whole.rewards()[1]);
  }
}

TEST_CASE("geometry of which a feature is hidden is no more") {
  const auto directions = [](const Names& names, std::size_t type) {
    std::vector<Names> left;
    const EnvironmentSpec spec = spec_of(hidden(forage(), names));
    for (const Geometry& group : spec.kinds[0].observation.types[type].geometry) {
      left.push_back(group.features);
    }
    return left;
  };
  const Names offset = {"x", "y"}, bearing = {"direction_x", "direction_y"},
              velocity = {"velocity_x", "velocity_y"};
  CHECK(directions({"food.radius"}, 1) == std::vector{offset, bearing, velocity});
  CHECK(directions({"food.direction_y"}, 1) == std::vector{offset, velocity});
  CHECK(directions({"food.direction_y"}, 2) == std::vector{offset, bearing, velocity});
  CHECK(directions({"self.velocity_x", "self.velocity_y"}, 0).empty());
}

TEST_CASE("what hides nothing that is there is refused with what there is") {
  std::string all;
  const EnvironmentSpec spec = spec_of(forage());
  for (const EntityType& type : spec.kinds[0].observation.types) {
    for (const std::string& feature : type.features) {
      all += (all.empty() ? "" : ", ") + type.name + '.' + feature;
    }
  }
  CHECK(refusal(forage(), "foood.distance") ==
        "wrap.hide: found \"foood.distance\", which environment forage does not have, wanted "
        "TYPE.FEATURE of: " +
            all);
  const std::string message = refusal(forage(), "food.distanc");
  CHECK_THAT(message, Contains("food.distance, food.direction_x") && !Contains("poison"));
  CHECK_THAT(refusal(forage(), "food"), Contains("food.distance"));
  CHECK_THAT(refusal(forage(), "lidar.range"), Contains("self.velocity_x"));
}

TEST_CASE("a feature is hidden from all kinds of agents, or from the one that is named") {
  const auto features = [](const Names& names) {
    const EnvironmentSpec spec = spec_of(hidden(testing::workshop(), names));
    return std::pair(spec.kinds[0].observation.types[0].features,
                     spec.kinds[1].observation.types[1].features);
  };
  CHECK(features({"self.slope_x"}) == std::pair(Names{"slope_y"}, Names{"value"}));
  CHECK(features({"porter.self.slope_y"}) == std::pair(Names{"slope_x"}, Names{"value"}));
  CHECK(features({"picker.card.value"}) == std::pair(Names{"slope_x", "slope_y"}, Names{}));
  CHECK_THAT(refusal(testing::workshop(), "picker.self.slope_x"), Contains("card.value"));
}

}  // namespace saccade
