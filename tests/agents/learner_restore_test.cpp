#include <catch2/catch.hpp>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "agents/relay_environment.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::check_equal;
using testing::factory_of;
using testing::Lookout;
using testing::make_learner;
using testing::Relay;
using testing::returns_of;
using testing::Seek;

TEMPLATE_TEST_CASE("a restored learner continues exactly", "[learner]", Seek, Cards, Lookout,
                   Relay) {
  Learner whole = make_learner(factory_of<TestType>(), 1);
  for (int i = 0; i < 2; ++i) whole.update();
  whole.take_episodes();
  Learner resumed = make_learner(factory_of<TestType>(), 1);
  resumed.restore(whole.save());
  CHECK(resumed.steps() == whole.steps());
  for (int i = 0; i < 2; ++i) {
    const UpdateMetrics metrics = whole.update();
    const UpdateMetrics again = resumed.update();
    CHECK(again["value_loss"] == metrics["value_loss"]);
    CHECK(again["learning_rate"] == metrics["learning_rate"]);
  }
  check_equal(whole.save(), resumed.save());
  CHECK(returns_of(whole.take_episodes()) == returns_of(resumed.take_episodes()));
}

TEMPLATE_TEST_CASE("a learner saves over what it saved before, in the same memory", "[learner]",
                   Seek, Relay) {
  Learner learner = make_learner(factory_of<TestType>(), 1);
  learner.update();
  TensorMap tensors = learner.save();
  std::map<std::string, const std::byte*> places;
  for (const auto& [name, tensor] : tensors) places[name] = tensor.bytes.data();
  learner.update();
  learner.save(tensors);
  check_equal(tensors, learner.save());
  for (const auto& [name, tensor] : tensors) {
    INFO(name);
    if (name != "learner.env.actions") CHECK(tensor.bytes.data() == places.at(name));
  }
}

TEST_CASE("a learner refuses tensors that are not its own and stays as it was") {
  Learner learner = make_learner(factory_of<Seek>(), 1);
  learner.update();
  const TensorMap before = learner.save();
  TensorMap broken = before;
  SECTION("a missing tensor") {
    broken.erase("learner.adam.first_moment");
  }
  SECTION("a parameter of another shape") {
    broken["value.head.weight"] = make_tensor(std::vector<float>{1, 2});
  }
  SECTION("too few environments") {
    broken["learner.env.episodes"] = make_tensor(std::vector<std::uint64_t>{1});
  }
  SECTION("another seed") {
    broken["learner.seed"] = make_tensor(std::vector<std::uint64_t>{5});
  }
  SECTION("an episode longer than its actions") {
    auto lengths = read_tensor<std::int64_t>(broken, "learner.env.lengths");
    lengths[3] = std::numeric_limits<std::int64_t>::max();
    broken["learner.env.lengths"] = make_tensor(lengths);
  }
  SECTION("more actions than the episodes have") {
    auto actions = read_tensor<float>(broken, "learner.env.actions");
    actions.push_back(0);
    broken["learner.env.actions"] = make_tensor(actions);
  }
  CHECK_THROWS_AS(learner.restore(broken), Error);
  check_equal(before, learner.save());
}

TEST_CASE("a checkpoint whose episodes cannot be replayed is refused as one") {
  Learner learner = make_learner(factory_of<Seek>(), 1);
  learner.update();
  TensorMap broken = learner.save();
  const auto actions = read_tensor<float>(broken, "learner.env.actions");
  broken["learner.env.actions"] = make_tensor(std::vector<float>(actions.size(), 99));
  try {
    learner.restore(broken);
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kRequest);
    CHECK_THAT(error.what(),
               Catch::StartsWith("checkpoint: its running episodes cannot be replayed: "));
  }
}

/// Shows what no seed determines once it is armed.
class Fickle : public Seek {
 public:
  explicit Fickle(const bool& armed) : armed_(armed) {}
  void observe(int agent, Observation& seen) const override {
    if (armed_) seen.add(2, 99, {0, 0});
    Seek::observe(agent, seen);
  }

 private:
  const bool& armed_;
};

TEST_CASE("a resume notices an environment that shows something else than it did") {
  bool armed = false;
  const EnvironmentFactory factory = [&armed] { return std::make_unique<Fickle>(armed); };
  Learner learner = make_learner(factory, 1);
  learner.update();
  const TensorMap saved = learner.save();
  CHECK_NOTHROW(learner.restore(saved));
  armed = true;
  try {
    learner.restore(saved);
    FAIL("nothing was thrown");
  } catch (const EpisodeError& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    CHECK_THAT(error.what(), Catch::StartsWith("environment seek, episode seed ") &&
                                 Catch::Contains("shows something else than was seen then"));
  }
  check_equal(saved, learner.save());
}

}  // namespace
}  // namespace saccade
