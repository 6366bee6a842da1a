// The rules of forage, and that it rewards skill.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "envs/forage/forage_scene.h"
#include "envs/forage/forage_world.h"
#include "support/environment_contract.h"
#include "support/rollout.h"

namespace {

using saccade::ForageSettings;
using saccade::ForageTally;
using saccade::ForageWorld;
using saccade::Rng;

constexpr int kEpisode = 300;

b2Vec2 compass(int eighth) {
  const float angle = static_cast<float>(eighth) * b2_pi / 4;
  return {std::cos(angle), std::sin(angle)};
}

b2Vec2 by_chance(Rng& rng) {
  const auto choice = static_cast<int>(rng.integers(0, 9));
  return choice == 8 ? b2Vec2_zero : compass(choice);
}

// Goes to the nearest food in sight and swerves around poison on the way.
b2Vec2 by_skill(const ForageWorld& world) {
  const b2Vec2 at = world.agent().GetPosition();
  b2Vec2 wish = -at;
  float nearest = std::numeric_limits<float>::infinity();
  for (const auto& food : world.food()) {
    const float distance = b2Distance(food.position, at);
    if (distance >= nearest || world.hidden(at, food.position, food.radius)) continue;
    nearest = distance;
    wish = food.position - at - 0.25F * world.agent().GetLinearVelocity();
  }
  wish.Normalize();
  b2Vec2 force = 2 * wish;
  for (const auto& poison : world.poison()) {
    b2Vec2 toward = poison.position - at;
    const float gap = toward.Normalize() - 0.9F;
    if (gap > 1 || b2Dot(toward, wish) < 0) continue;
    b2Vec2 aside{-toward.y, toward.x};
    if (b2Dot(aside, wish) < 0) aside = -aside;
    force += 2.5F * (1 - gap) * (aside - toward);
  }
  return compass(static_cast<int>(std::lround(std::atan2(force.y, force.x) / (b2_pi / 4))));
}

template <class Player>
ForageTally play(int episodes, const Player& player) {
  ForageTally sum;
  for (int seed = 0; seed < episodes; ++seed) {
    ForageWorld world({}, static_cast<std::uint64_t>(seed));
    for (int step = 0; step < kEpisode; ++step) world.step(player(world));
    sum.food += world.total().food;
    sum.poison += world.total().poison;
    sum.contacts += world.total().contacts;
  }
  return sum;
}

ForageSettings only(saccade::CountRange food, saccade::CountRange poison,
                    saccade::CountRange hunters, saccade::CountRange crates) {
  return {.food = food, .poison = poison, .hunters = hunters, .crates = crates};
}

}  // namespace

TEST_CASE("skill eats far more food and far less poison per food than chance") {
  Rng rng(1);
  const ForageTally chance = play(100, [&](const ForageWorld&) { return by_chance(rng); });
  const ForageTally skill = play(100, [](const ForageWorld& world) { return by_skill(world); });
  INFO("food in 100 episodes: skill " << skill.food << ", chance " << chance.food);
  INFO("poison in 100 episodes: skill " << skill.poison << ", chance " << chance.poison);
  CHECK(skill.food > 20 * 100);
  CHECK(chance.food > 30);
  CHECK(skill.food > 12 * chance.food);
  CHECK(4 * skill.poison * chance.food < chance.poison * skill.food);
}

TEST_CASE("counts are drawn from their ranges and use all of them") {
  std::map<std::string, std::set<std::size_t>> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const ForageWorld world({}, seed);
    seen["food"].insert(world.food().size());
    seen["poison"].insert(world.poison().size());
    seen["hunters"].insert(world.hunters().size());
    seen["crates"].insert(world.crates().size());
  }
  CHECK(seen["food"] == std::set<std::size_t>{3, 4, 5, 6, 7, 8});
  CHECK(seen["poison"] == std::set<std::size_t>{3, 4, 5, 6, 7, 8});
  CHECK(seen["hunters"] == std::set<std::size_t>{0, 1, 2});
  CHECK(seen["crates"] == std::set<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("what is eaten comes back elsewhere as a new entity") {
  ForageWorld world(only({4, 4}, {0, 0}, {0, 0}, {0, 0}), 3);
  std::set<saccade::EntityId> ids;
  for (int step = 0; step < kEpisode; ++step) {
    world.step(by_skill(world));
    REQUIRE(world.food().size() == 4);
    for (const auto& food : world.food()) ids.insert(food.id);
  }
  CHECK(world.total().food > 10);
  CHECK(ids.size() == 4 + static_cast<std::size_t>(world.total().food));
}

TEST_CASE("a hunter that strikes is dazed and does not strike again at once") {
  const ForageSettings settings = only({0, 0}, {0, 0}, {1, 1}, {0, 0});
  int contacts = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    ForageWorld world(settings, seed);
    int last = -100;
    for (int step = 0; step < kEpisode; ++step) {
      const b2Vec2 toward = world.hunters()[0].body->GetPosition() - world.agent().GetPosition();
      if (world.step(toward).contacts == 0) continue;
      ++contacts;
      CHECK(world.hunters()[0].dazed > 0);
      CHECK_FALSE(world.hunters()[0].chasing);
      CHECK(step - last >= 20);
      last = step;
    }
  }
  CHECK(contacts > 20);
}

TEST_CASE("a hunter chases when near and wanders when far") {
  const ForageSettings settings = only({0, 0}, {0, 0}, {1, 1}, {0, 0});
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ForageWorld world(settings, seed);
    for (int step = 0; step < kEpisode; ++step) {
      const auto& hunter = world.hunters()[0];
      const float distance = b2Distance(hunter.body->GetPosition(), world.agent().GetPosition());
      const bool dazed = hunter.dazed > 1;
      world.step(b2Vec2_zero);
      if (distance > 5.01F) REQUIRE_FALSE(hunter.chasing);
      if (distance < 4.99F && distance > 2 && !dazed) REQUIRE(hunter.chasing);
    }
  }
}

TEST_CASE("a crate hides what lies wholly behind it and nothing else") {
  const ForageWorld world(only({0, 0}, {0, 0}, {0, 0}, {1, 1}), 5);
  const auto& crate = world.crates()[0];
  const b2Vec2 at = crate.body->GetPosition();
  const b2Vec2 side = crate.body->GetWorldVector({1, 0});
  const b2Vec2 up = crate.body->GetWorldVector({0, 1});
  const b2Vec2 eye = at - 5 * side;
  CHECK(world.hidden(eye, at + 2 * side, 0.3F));
  CHECK_FALSE(world.hidden(eye, at - 2 * side, 0.3F));
  CHECK_FALSE(world.hidden(eye, at + 2 * side + crate.half * 1.4F * up, 0.3F));
  CHECK_FALSE(world.hidden(eye, at + 2 * side, 0.3F, crate.body));
  CHECK_FALSE(world.hidden(eye, at + 2 * side, crate.half * 3));
  CHECK_FALSE(world.hidden(at + 5 * up, at + 2 * side, 0.1F));
}

TEST_CASE("a crate can be shoved") {
  ForageWorld world(only({0, 0}, {0, 0}, {0, 0}, {1, 1}), 2);
  const b2Vec2 before = world.crates()[0].body->GetPosition();
  for (int step = 0; step < 60; ++step) {
    world.step(world.crates()[0].body->GetPosition() - world.agent().GetPosition());
  }
  CHECK(b2Distance(world.crates()[0].body->GetPosition(), before) > 1);
}

TEST_CASE("nothing leaves the arena, however crowded it is") {
  const int many = GENERATE(3, 300);
  ForageWorld world(only({many, many}, {many, many}, {many, many}, {many, many}), 7);
  Rng rng(3);
  for (int step = 0; step < 30; ++step) world.step(by_chance(rng));
  const auto inside = [&](b2Vec2 p) {
    return std::abs(p.x) < world.half() && std::abs(p.y) < world.half();
  };
  CHECK(inside(world.agent().GetPosition()));
  for (const auto& crate : world.crates()) REQUIRE(inside(crate.body->GetPosition()));
  for (const auto& hunter : world.hunters()) REQUIRE(inside(hunter.body->GetPosition()));
  for (const auto& food : world.food()) REQUIRE(inside(food.position));
}

TEST_CASE("forage keeps the contract empty, crowded and in a large arena") {
  using saccade::testing::OptionList;
  const auto options = GENERATE(OptionList{{"food_min", 0},
                                           {"food_max", 0},
                                           {"poison_min", 0},
                                           {"poison_max", 0},
                                           {"hunters_max", 0},
                                           {"crates_max", 0},
                                           {"seconds", 3}},
                                OptionList{{"food_min", 200},
                                           {"food_max", 200},
                                           {"crates_max", 60},
                                           {"hunters_max", 60},
                                           {"seconds", 2},
                                           {"arena", 60.0}},
                                OptionList{{"action", std::string("continuous")}, {"seconds", 5}});
  saccade::testing::check_contract(
      [&] { return saccade::testing::make_builtin("forage", options); }, 1);
}

TEST_CASE("a range whose ends are swapped is refused") {
  CHECK_THROWS_WITH(saccade::testing::make_builtin("forage", {{"food_min", 9}}),
                    Catch::Contains("food_min: found 9, wanted at most food_max = 8"));
}

TEST_CASE("what a crate hides is neither observed nor drawn under its id") {
  const auto environment = saccade::testing::make_builtin(
      "forage", {{"crates_min", 4}, {"food_min", 20}, {"food_max", 20}});
  environment->reset(4);
  saccade::Observation seen(environment->spec().kinds[0].observation,
                            environment->spec().kinds[0].action);
  environment->observe(0, seen);
  const auto& food = seen.rows()[1];
  CHECK(food.count() < 20);
  saccade::Scene scene;
  environment->draw(scene);
  std::set<saccade::EntityId> anchors;
  for (const auto& shape : scene.shapes) {
    if (shape.entity != saccade::kNoEntity && shape.anchor) anchors.insert(shape.entity);
  }
  int observed = 0;
  for (const auto& rows : seen.rows()) {
    for (const saccade::EntityId id : rows.ids) CHECK(anchors.count(id) == 1);
    observed += rows.count();
  }
  CHECK(anchors.size() == static_cast<std::size_t>(observed));
}
