// wrap.flicker: who is seen when, and what becomes of choices among entities.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "support/orchard.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::careless;
using testing::Orchard;
using testing::orchard;
using testing::Secret;
using testing::wrapped;

EnvironmentFactory flickering(const EnvironmentFactory& factory, double probability) {
  return wrapped(factory, {{"flicker", probability}});
}

bool sees(const Observation& seen, std::size_t type, EntityId id) {
  const std::vector<EntityId>& ids = seen.rows()[type].ids;
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Plays an episode at random; calls `call()` before each step and at the end.
template <class Call>
void play(EpisodeRunner& runner, const Call& call) {
  Rng rng(3);
  std::vector<float> actions(runner.action_count());
  for (int step = 0; step < 200; ++step) {
    call(actions);
    random_actions(runner.spec(), runner.observations(), rng, actions);
    runner.advance(actions);
  }
}

}  // namespace

TEST_CASE("each entity but self is unseen with the probability, alone and anew in each step") {
  const double probability = GENERATE(0.2, 0.5, 0.9);
  EpisodeRunner runner(flickering(orchard(), probability)(), 11);
  int together = 0, changes = 0, steps = 0;
  std::map<EntityId, int> unseen;
  bool before = false;
  play(runner, [&](const auto& /*actions*/) {
    const Observation &first = runner.observation(0), &second = runner.observation(1);
    CHECK(first.rows()[0].ids == std::vector<EntityId>{0});
    CHECK(first.rows()[3].ids == std::vector<EntityId>{Orchard::kWeather});
    for (int i = 0; i < Orchard::kFruits; ++i) {
      if (!sees(first, 1, Orchard::kFirstFruit + i)) ++unseen[i];
    }
    for (int i = 0; i < 3; ++i) {
      if (!sees(first, 2, Orchard::kFirstStone + i)) ++unseen[100 + i];
    }
    const bool now = sees(first, 2, Orchard::kFirstStone);
    together += now == sees(second, 2, Orchard::kFirstStone) ? 1 : 0;
    changes += steps > 0 && now != before ? 1 : 0;
    before = now;
    ++steps;
  });
  for (const int fruit : {1, 3, 5}) {  // Those that may not be picked: none of them stays for that.
    CHECK(unseen[fruit] / 200.0 == Approx(probability).margin(0.11));
  }
  for (const int stone : {100, 101, 102}) {
    CHECK(unseen[stone] / 200.0 == Approx(probability).margin(0.11));
  }
  const double both = probability * probability + (1 - probability) * (1 - probability);
  CHECK(together / 200.0 == Approx(both).margin(0.13));
  CHECK(changes / 199.0 == Approx(1 - both).margin(0.13));
}

TEST_CASE(
    "entities of a fixed number become any number, but not the agent and what the critic sees") {
  const EnvironmentSpec spec = spec_of(flickering(orchard(), 0.5));
  const std::vector<EntityType>& types = spec.kinds[0].observation.types;
  CHECK(types[0].fixed_count == 1);
  CHECK(types[1].fixed_count == -1);
  CHECK(types[2].fixed_count == -1);
  CHECK(types[3].fixed_count == 1);
}

TEST_CASE("looking again, or at nobody, changes nothing; another seed does") {
  const auto make = [](std::uint64_t seed) {
    return EpisodeRunner(flickering(orchard(), 0.5)(), seed);
  };
  EpisodeRunner one = make(11), same = make(11), other = make(12);
  Observation twice(one.spec().kinds[0].observation, one.spec().kinds[0].action);
  one.environment().observe(1, twice);
  CHECK(twice.rows()[1].ids == one.observation(1).rows()[1].ids);
  Scene scene;
  same.draw(scene);
  const std::vector<float> actions = {0, 0, 0, 0, 0, 0};
  one.step(actions);
  same.step(actions);
  other.step(actions);
  CHECK(one.digest() == same.digest());
  CHECK(one.digest() != other.digest());
}

TEST_CASE("the world is the same, only less of it is seen") {
  const EnvironmentFactory forage = [] { return testing::make_builtin("forage"); };
  EpisodeRunner whole(forage(), 7);
  EpisodeRunner less(flickering(forage, 0.5)(), 7);
  EpisodeRunner nothing(flickering(forage, 1)(), 7);
  int missing = 0;
  for (int step = 0; step < 50; ++step) {
    for (const EpisodeRunner* runner : {&less, &nothing}) {
      const Observation &seen = runner->observation(0), &all = whole.observation(0);
      CHECK(seen.rows()[0].features == all.rows()[0].features);
      for (std::size_t type = 1; type < all.rows().size(); ++type) {
        for (std::size_t row = 0; row < seen.rows()[type].ids.size(); ++row) {
          const EntityId id = seen.rows()[type].ids[row];
          const std::vector<EntityId>& ids = all.rows()[type].ids;
          const auto at = std::find(ids.begin(), ids.end(), id) - ids.begin();
          REQUIRE(at < all.rows()[type].count());
          const auto width = static_cast<std::size_t>(all.rows()[type].width);
          CHECK(seen.rows()[type].features[row * width] ==
                all.rows()[type].features[static_cast<std::size_t>(at) * width]);
          CHECK(seen.rows()[type].positions[row].x ==
                all.rows()[type].positions[static_cast<std::size_t>(at)].x);
        }
        missing += all.rows()[type].count() - seen.rows()[type].count();
      }
    }
    CHECK(nothing.observation(0).rows()[1].ids.empty());
    for (EpisodeRunner* runner : {&whole, &less, &nothing}) runner->step(std::vector<float>{1});
    CHECK(less.rewards()[0] == whole.rewards()[0]);
  }
  CHECK(missing > 0);
}

TEST_CASE("a choice among entities in view selects the entity that was meant") {
  const double probability = GENERATE(0.5, 0.95, 1.0);
  EpisodeRunner runner(flickering(orchard(), probability)(), 11);
  std::set<EntityId> picked;
  EntityId pick = kNoEntity, look_at = kNoEntity;
  Rng rng(3);
  std::vector<float> actions(runner.action_count());
  for (int step = 0; step < 199; ++step) {
    const Observation& seen = runner.observation(1);
    CHECK(seen.masks()[0] == std::vector<std::uint8_t>{1, 0});
    REQUIRE(seen.masks()[1].size() == seen.rows()[1].ids.size());
    for (std::size_t i = 0; i < seen.rows()[1].ids.size(); ++i) {
      CHECK(seen.masks()[1][i] == (seen.rows()[1].ids[i] % 2 == 0 ? 1 : 0));
    }
    random_actions(runner.spec(), runner.observations(), rng, actions);
    std::vector<EntityId> others = seen.rows()[2].ids;
    others.insert(others.end(), seen.rows()[1].ids.begin(), seen.rows()[1].ids.end());
    pick = seen.rows()[1].ids.at(static_cast<std::size_t>(actions[4]));
    look_at = others.at(static_cast<std::size_t>(actions[5]));
    picked.insert(pick);
    runner.step(actions);
    const auto picked_there = static_cast<EntityId>(runner.counts()[0]);
    const auto looked_there = static_cast<EntityId>(runner.counts()[1]);
    CHECK(Orchard::kFirstFruit + picked_there == pick);
    CHECK((looked_there < 3 ? Orchard::kFirstStone + looked_there
                            : Orchard::kFirstFruit + looked_there - 3) == look_at);
  }
  CHECK(picked.size() == 3);
}

TEST_CASE("what nobody sees is drawn faint and belongs to no entity") {
  EpisodeRunner runner(flickering(orchard(), 0.6)(), 11);
  int faint = 0, clear = 0;
  for (int step = 0; step < 20; ++step) {
    Scene scene;
    runner.draw(scene);
    CHECK(scene.shapes[0].entity == 0);
    for (int i = 0; i < Orchard::kFruits; ++i) {
      const SceneShape& shape = scene.shapes[static_cast<std::size_t>(1 + i)];
      const EntityId id = Orchard::kFirstFruit + i;
      const bool seen = sees(runner.observation(0), 1, id) || sees(runner.observation(1), 1, id);
      CHECK(shape.entity == (seen ? id : kNoEntity));
      CHECK(shape.fill.a == (seen ? 200 : 50));
      ++(seen ? clear : faint);
    }
    runner.step(std::vector<float>{0, 0, 0, 0, 0, 0});
  }
  CHECK(faint > 10);
  CHECK(clear > 10);
}

TEST_CASE("a mask of the wrong length is told, not mended") {
  CHECK_THROWS_WITH(EpisodeRunner(flickering(careless(0), 0.5)(), 1),
                    Catch::Contains("mask of action head pick: found 1 values, wanted 6"));
}

TEST_CASE("masks once the episode is over are not looked at") {
  EpisodeRunner runner(flickering(careless(200), 0.5)(), 1);
  StepResult result;
  for (int step = 0; step < 199; ++step) runner.step(std::vector<float>(6, 0));
  CHECK_NOTHROW(result = runner.step(std::vector<float>(6, 0)));
  CHECK(result.truncated);
}

TEST_CASE("where no entity but the agent itself is seen, there is nothing that could flicker") {
  CHECK_THROWS_WITH(
      flickering([] { return testing::make_builtin("cartpole"); }, 0.5)(),
      Catch::Equals("wrap.flicker: found 0.5, wanted 0: environment cartpole shows no entity but "
                    "the agent itself; wrap.hide hides features"));
  CHECK_THROWS_WITH(flickering([] { return std::make_unique<Secret>(); }, 1)(),
                    Catch::Contains("environment secret shows no entity"));
}

}  // namespace saccade
