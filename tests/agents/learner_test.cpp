#include "agents/learner.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "agents/evaluate.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;
using testing::Lookout;
using testing::Seek;

PolicyConfig small_policy() {
  PolicyConfig config;
  config.encoder = {.width = 16, .heads = 2};
  config.image_patch = 2;
  return config;
}

PpoConfig small_ppo() {
  PpoConfig config;
  config.envs = 40;  // Five rollout shards.
  config.horizon = 32;
  config.epochs = 2;
  config.minibatches = 2;
  config.scale_rewards = true;
  return config;
}

Learner make_learner(const EnvironmentFactory& factory, int threads, std::uint64_t seed = 1) {
  return {factory, small_policy(), small_ppo(), 4000, seed, threads};
}

void check_equal(const TensorMap& a, const TensorMap& b) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, tensor] : a) {
    INFO(name);
    CHECK(tensor.bytes == b.at(name).bytes);
  }
}

std::vector<double> returns_of(const std::vector<EpisodeSummary>& episodes) {
  std::vector<double> returns;
  for (const EpisodeSummary& episode : episodes) returns.push_back(episode.mean_return());
  return returns;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

template <class E>
double mean_return(const Policy* policy, bool stochastic) {
  const Evaluation evaluation =
      evaluate(policy, factory_of<E>(), E().spec(),
               {.episodes = 100, .seed = 1000, .stochastic = stochastic, .threads = 2});
  return mean_of(returns_of(evaluation.episodes));
}

TEMPLATE_TEST_CASE("learning is bit-identical for 1, 2 and 4 threads", "[threads]", Seek, Cards,
                   Lookout) {
  Learner one = make_learner(factory_of<TestType>(), 1);
  Learner two = make_learner(factory_of<TestType>(), 2);
  Learner four = make_learner(factory_of<TestType>(), 4);
  for (int i = 0; i < 3; ++i) {
    const UpdateMetrics metrics = one.update();
    CHECK(two.update().policy_loss == metrics.policy_loss);
    CHECK(four.update().grad_norm == metrics.grad_norm);
  }
  check_equal(one.save(), two.save());
  check_equal(one.save(), four.save());
  const std::vector<double> episodes = returns_of(one.take_episodes());
  CHECK(episodes.size() > 20);
  CHECK(returns_of(two.take_episodes()) == episodes);
  CHECK(returns_of(four.take_episodes()) == episodes);
}

TEMPLATE_TEST_CASE("a restored learner continues exactly", "[learner]", Seek, Cards, Lookout) {
  Learner whole = make_learner(factory_of<TestType>(), 1);
  for (int i = 0; i < 2; ++i) whole.update();
  whole.take_episodes();
  Learner resumed = make_learner(factory_of<TestType>(), 1);
  resumed.restore(whole.save());
  CHECK(resumed.steps() == whole.steps());
  for (int i = 0; i < 2; ++i) {
    const UpdateMetrics metrics = whole.update();
    const UpdateMetrics again = resumed.update();
    CHECK(again.value_loss == metrics.value_loss);
    CHECK(again.learning_rate == metrics.learning_rate);
  }
  check_equal(whole.save(), resumed.save());
  CHECK(returns_of(whole.take_episodes()) == returns_of(resumed.take_episodes()));
}

TEST_CASE("another seed learns something else") {
  Learner a = make_learner(factory_of<Seek>(), 1, 1);
  Learner b = make_learner(factory_of<Seek>(), 1, 2);
  CHECK(a.update().policy_loss != b.update().policy_loss);
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

/// Seek under another name for one of its types.
class Relabelled : public Seek {
 public:
  const EnvironmentSpec& spec() const override { return spec_; }
  void rename(const std::string& from, const std::string& to) {
    for (EntityType& type : spec_.observation.types) {
      if (type.name == from) type.name = to;
    }
  }

 private:
  EnvironmentSpec spec_ = Seek().spec();
};

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

TEST_CASE("a learner refuses environments that describe themselves differently") {
  int made = 0;
  const auto factory = [&made] {
    auto environment = std::make_unique<Relabelled>();
    if (++made > 5) environment->rename("target", "goal");
    return environment;
  };
  CHECK_THROWS_WITH(make_learner(factory, 1),
                    Catch::Contains("entity type target, name: found goal, was target in the first "
                                    "instance"));
}

TEST_CASE("a learner checks its configuration") {
  PpoConfig ppo = small_ppo();
  ppo.minibatches = 1281;
  CHECK_THROWS_WITH(Learner(factory_of<Seek>(), small_policy(), ppo, 100, 1, 1),
                    Catch::Contains("found 1281, wanted at most the 1280 samples"));
  ppo.minibatches = 0;
  CHECK_THROWS_WITH(Learner(factory_of<Seek>(), small_policy(), ppo, 100, 1, 1),
                    Catch::Contains("minibatches: found 0"));
  ppo = small_ppo();
  ppo.envs = 2'000'000'000;
  ppo.horizon = 2'000'000'000;
  CHECK_THROWS_WITH(Learner(factory_of<Seek>(), small_policy(), ppo, 100, 1, 1),
                    Catch::Contains("envs x horizon x agents: found 2000000000 x 2000000000 x 1"));
}

TEST_CASE("schedules fall linearly to their final values") {
  PpoConfig ppo = small_ppo();
  ppo.learning_rate = 1e-3F;
  ppo.learning_rate_final = 0;
  Learner learner(factory_of<Seek>(), small_policy(), ppo, 2560, 1, 1);
  CHECK(learner.update().learning_rate == Approx(1e-3));
  CHECK(learner.update().learning_rate == Approx(5e-4));
  CHECK(learner.update().learning_rate == 0);
  CHECK(learner.update().learning_rate == 0);
}

TEST_CASE("an update stops when the target divergence is left behind") {
  PpoConfig ppo = small_ppo();
  ppo.learning_rate = 0.05F;
  ppo.epochs = 10;
  const auto steps_with = [&](float target) {
    ppo.target_kl = target;
    Learner learner(factory_of<Seek>(), small_policy(), ppo, 100000, 1, 1);
    learner.update();
    return read_tensor<std::int64_t>(learner.save(), "learner.adam.steps").at(0);
  };
  CHECK(steps_with(0) == 20);  // Ten epochs of two minibatches.
  CHECK(steps_with(0.01F) < 20);
}

/// Emits features so large that the value overflows.
class Overflowing : public Seek {
 public:
  void observe(int agent, Observation& observation) const override {
    Seek::observe(agent, observation);
    observation.clear();
    observation.add(0, 0, {3e38F, 3e38F});
    observation.add(1, 1, {-3e38F, 3e38F});
    observation.set_mask(0, std::array<std::uint8_t, 4>{1, 1, 1, 1});
  }
};

TEST_CASE("numbers that are not finite stop the learner with a clear error") {
  PolicyConfig policy = small_policy();
  policy.encoder.kind = nn::EncoderKind::kMeanPool;
  policy.normalise_observations = false;
  Learner learner(factory_of<Overflowing>(), policy, small_ppo(), 1000, 1, 1);
  CHECK_THROWS_WITH(learner.update(), Catch::Contains("wanted") && Catch::Contains("finite"));
}

TEST_CASE("a policy learns to walk to the target among decoys") {
  PpoConfig ppo;
  ppo.horizon = 32;
  ppo.learning_rate = 2e-3F;
  Learner learner(factory_of<Seek>(), small_policy(), ppo, 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  // The mean distance to the target at the start is about 1.04, of which all but 0.2 can be gained.
  CHECK(mean_return<Seek>(nullptr, true) < 0.35);
  CHECK(mean_return<Seek>(&learner.policy(), false) > 0.7);
}

TEST_CASE("a policy learns to pick the best card and to aim") {
  PpoConfig ppo;
  ppo.horizon = 32;
  ppo.learning_rate = 2e-3F;
  PolicyConfig policy = small_policy();
  policy.initial_log_std = -0.5F;
  Learner learner(factory_of<Cards>(), policy, ppo, 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  // Per step, random play gains about 0.42 - 0.55; the best card and a perfect aim 0.58.
  const double random = mean_return<Cards>(nullptr, true) / 8.5;
  CHECK(random < 0.1);
  CHECK(mean_return<Cards>(&learner.policy(), false) / 8.5 > 0.4);
}

TEST_CASE("a policy learns from rays and pictures of which any may be missing") {
  PpoConfig ppo;
  ppo.horizon = 32;
  ppo.learning_rate = 3e-3F;
  Learner learner(factory_of<Lookout>(), small_policy(), ppo, 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  CHECK(mean_return<Lookout>(nullptr, true) < 0.4 * 8);
  CHECK(mean_return<Lookout>(&learner.policy(), false) > 0.9 * 8);
}

}  // namespace
}  // namespace saccade
