#include "envs/check/check_scales.h"

#include <catch2/catch.hpp>
#include <memory>

#include "envs/builtin.h"
#include "support/toy_meadow.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

struct Scales {
  float second_feature = 1;  ///< Of the agent.
  float tree = 1;            ///< The one feature of a tree.
  float pixel = 1;           ///< Of the image.
  float reward = 1;
  float high = 1;  ///< End of the second action's range, which begins at 0.
};

/// Says what it is told to, for 5 steps.
class Loud : public Environment {
 public:
  explicit Loud(const Scales& scales) : scales_(scales) {
    spec_.id = "loud";
    spec_.kinds[0].observation.types = {{"self", {"near", "far"}, 1}, {"tree", {"height"}}};
    spec_.kinds[0].observation.images = {
        {.name = "view", .height = 1, .width = 1, .channels = {"light"}}};
    spec_.kinds[0].action.heads = {
        ContinuousHead{"move", {"turn", "speed"}, {-1, 0}, {1, scales.high}}};
    spec_.max_steps = 5;
    spec_.reward_low = -1e9F;
    spec_.reward_high = 1e9F;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = ++steps_ == 5 ? -scales_.reward : 0;  // Zeros do not count.
    return {.truncated = steps_ == 5};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    seen.add(0, 0, {1, -scales_.second_feature});
    seen.add(1, 1, {scales_.tree});
    seen.set_image(0, {0, 0}, std::vector<float>{scales_.pixel});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  Scales scales_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

std::vector<std::string> found(const Scales& scales) {
  return check_scales([=] { return std::make_unique<Loud>(scales); }, 3, 1);
}

std::string only(const Scales& scales) {
  const std::vector<std::string> all = found(scales);
  REQUIRE(all.size() == 1);
  return all[0];
}

TEST_CASE("numbers of like sizes get no warning") {
  CHECK(found({}).empty());
  CHECK(found({.second_feature = 90, .tree = 90, .pixel = 90, .reward = 90, .high = 190}).empty());
  CHECK(found({.second_feature = 0, .tree = 0, .reward = 0}).empty());
}

TEST_CASE("features of very unequal sizes are named, in one type or over all") {
  CHECK(only({.second_feature = 1000}) ==
        "entity type self: far is about 1000, near about 1: give them similar scales");
  CHECK(only({.tree = 0.001F}) ==
        "features: near of entity type self is about 1, height of entity type tree about 0.001: "
        "give them similar scales");
  CHECK_THAT(only({.pixel = 255}), Contains("light of image view is about 255"));
}

TEST_CASE("rewards far from one are told") {
  CHECK_THAT(only({.reward = 5000}), Contains("typically 5000"));
  CHECK_THAT(only({.reward = 0.001F}), Contains("typically 0.001"));
}

TEST_CASE("action ranges of very unequal widths are named") {
  CHECK_THAT(only({.high = 1000}), Contains("speed of move is about 1000, turn of move about 2"));
}

TEST_CASE("what ships has numbers of like sizes") {
  Registry registry;
  add_builtin_environments(registry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    INFO(entry.id);
    const auto make = [&] { return make_environment(entry, Options(entry.options)); };
    CHECK(check_scales(make, 2, 0) == std::vector<std::string>{});
  }
}

TEST_CASE("two agents, masks and sensors that may be missing can be played") {
  CHECK(check_scales(testing::meadow(), 2, 0).size() <= 1);
}

}  // namespace
}  // namespace saccade
