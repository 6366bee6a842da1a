// What the check of an environment's promises finds in mistakes that are easily made, and what it
// lets pass.
#include "envs/check/check_environment.h"

#include <catch2/catch.hpp>
#include <limits>
#include <memory>
#include <vector>

#include "envs/check/check_scales.h"
#include "envs/check/random_play.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

enum class Leftover { kNothing, kGenerator, kClock, kNextId, kEntities, kEngine };

/// Seeds that are sown and grow into trees under the same id.  The time left, which belongs to no
/// entity, is a feature of the agent.
class Garden : public Environment {
 public:
  explicit Garden(Leftover leftover = Leftover::kNothing) : leftover_(leftover) {
    spec_.id = "garden";
    spec_.kinds[0].observation.types = {
        {"self", {"time_left"}, 1}, {"seed", {"x"}}, {"tree", {"x", "height"}}};
    spec_.kinds[0].action.heads = {SelectEntityHead{"look", {1, 2}}};
    spec_.max_steps = 8;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    if (!leaves(Leftover::kGenerator) || resets_ == 0) rng_.seed(seed);
    if (!leaves(Leftover::kClock)) clock_ = 0;
    if (!leaves(Leftover::kNextId) && !leaves(Leftover::kEntities)) next_id_ = 1;
    if (!leaves(Leftover::kEntities)) plants_.clear();
    if (!leaves(Leftover::kEngine)) strain_ = 0;
    ++resets_;
    steps_ = 0;
    sow();
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++steps_;
    ++clock_;
    strain_ += 0.125F * (actions[0] + 2);
    rewards[0] = strain_ > 5 ? 1 : 0;  // What cannot be seen shows much later.
    for (Plant& plant : plants_) ++plant.age;
    sow();
    return {.truncated = steps_ == spec_.max_steps};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    seen.add(0, 0, {1 - static_cast<float>(clock_) / 8});
    for (const Plant& plant : plants_) {
      if (plant.age < 2) {
        seen.add(1, plant.id, {plant.x});
      } else {
        seen.add(2, plant.id, {plant.x, 0.25F * static_cast<float>(plant.age)});
      }
    }
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  struct Plant {
    EntityId id;
    float x;
    int age = 0;
  };

  bool leaves(Leftover leftover) const { return leftover_ == leftover; }
  void sow() {
    if (rng_.uniform() < 0.5) plants_.push_back({next_id_++, static_cast<float>(rng_.uniform())});
  }

  Leftover leftover_;
  EnvironmentSpec spec_;
  Rng rng_;
  int resets_ = 0;
  int clock_ = 0;
  int steps_ = 0;
  EntityId next_id_ = 1;
  float strain_ = 0;
  std::vector<Plant> plants_;
};

std::vector<std::string> garden_violations(Leftover leftover) {
  return check_environment([=] { return std::make_unique<Garden>(leftover); }, 4, 1);
}

/// Goes on for ever; the agent and what it meets have no features.
class Endless : public Environment {
 public:
  explicit Endless(float reward = 1e6F) : reward_(reward) {
    spec_.id = "endless";
    spec_.kinds[0].observation.types = {{"self", {}, 1}, {"passer_by", {}}};
    spec_.kinds[0].action.heads = {CategoricalHead{"wait", {"on"}}};
    spec_.max_steps = kNoLimit;
    spec_.reward_low = -std::numeric_limits<float>::infinity();
    spec_.reward_high = std::numeric_limits<float>::infinity();
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    pass();
  }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    ++steps_;
    rewards[0] = reward_;
    pass();
    return {};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    seen.add(0, 0, {});
    if (passer_by_) seen.add(1, 1 + steps_, {}, {1, 0});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  void pass() { passer_by_ = rng_.uniform() < 0.5; }

  float reward_;
  EnvironmentSpec spec_;
  Rng rng_;
  int steps_ = 0;
  bool passer_by_ = false;
};

EnvironmentFactory endless(float reward = 1e6F) {
  return [reward] { return std::make_unique<Endless>(reward); };
}

}  // namespace

TEST_CASE("An entity may change its type and keep its id") {
  CHECK(garden_violations(Leftover::kNothing) == std::vector<std::string>{});
}

TEST_CASE("What a reset leaves behind is found") {
  const auto [leftover, place] = GENERATE(table<Leftover, std::string>({
      {Leftover::kGenerator, "entity type"},
      {Leftover::kClock, "entity type self, row 0, feature time_left"},
      {Leftover::kNextId, "entity type seed, row 0, id"},
      {Leftover::kEntities, "entity type"},
      {Leftover::kEngine, "reward of agent 0"},
  }));
  const std::vector<std::string> found = garden_violations(leftover);
  INFO("wanted: " << place);
  REQUIRE_FALSE(found.empty());
  CHECK_THAT(found[0], Contains("the same seed and actions: found another episode in another "
                                "instance, after other episodes"));
  CHECK_THAT(found[0], Contains(place));
}

TEST_CASE("An episode without limit is played for a thousand steps") {
  RandomPlay play(endless(), 1);
  play.begin(0, 1);
  int steps = 0;
  for (; !play.over(); ++steps) play.step();
  CHECK(steps == kMostRandomSteps);
  CHECK_FALSE(play.ended());
  CHECK(play.seen(0).rows()[0].count() == 1);
  play.begin(1, 1);
  CHECK_FALSE(play.over());
}

TEST_CASE("An environment without limits or features keeps the contract") {
  CHECK(check_environment(endless(), 2, 1) == std::vector<std::string>{});
  CHECK(fingerprint(endless(), 1, 1) != fingerprint(endless(), 1, 2));
  const std::vector<std::string> warnings = check_scales(endless(), 1, 1);
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Contains("rewards: one that is not 0 is typically 1e+06"));
}

TEST_CASE("Rewards without bounds are finite all the same") {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<std::string> found = check_environment(endless(infinity), 1, 1);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Contains("step 1: reward: found inf, wanted a finite number"));
}
