#include <catch2/catch.hpp>
#include <vector>

#include "agents/algorithms/gae.h"
#include "agents/learner.h"
#include "agents/policy/actor.h"
#include "agents/rollout/make_shard.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"
#include "support/allocations.h"
#include "support/crew.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;
using testing::Seek;

constexpr std::uint64_t kSeed = 11;
constexpr int kEnvs = 3;
constexpr int kHorizon = 30;

/// Policies that have statistics of observations, so that what is not normalised shows.
template <class E>
PolicySet make_policies(bool separate_value = false) {
  PolicyConfig config = testing::small_policy();
  config.separate_value = separate_value;
  const E environment;
  const ObservationSpace& space = environment.spec().kinds[0].observation;
  PolicySet policies(environment.spec().kinds, config, 1);
  TensorMap tensors = policies.tensors();
  for (const EntityType& type : space.types) {
    const std::size_t width = type.features.size();
    tensors["observation." + type.name + ".mean"] = make_tensor(std::vector<double>(width, 0.3));
    tensors["observation." + type.name + ".variance"] =
        make_tensor(std::vector<double>(width, 0.25));
  }
  policies.load(tensors);
  return policies;
}

/// Plays one environment's recorded actions again beside the record.
template <class E>
class Replay {
 public:
  Replay(const PolicySet& policies, const RolloutShard& shard, int env)
      : policies_(policies), shard_(shard), env_(env), runner_(factory_of<E>()(), kSeed, index()) {}

  void check() {
    for (int step = 0; step < kHorizon; ++step) check_step(step);
  }
  int truncations() const { return truncations_; }
  int terminations() const { return terminations_; }

 private:
  std::uint64_t index() const { return static_cast<std::uint64_t>(env_); }
  float value_of(const Observation& observation) {
    Actor actor(policies_[0]);
    return actor.decide(observation, nullptr).value;
  }

  void check_step(int step) {
    const RolloutRecord& record = shard_.kind(0).record();
    const auto agents = static_cast<std::size_t>(runner_.spec().kinds[0].agents);
    const auto width = static_cast<std::size_t>(action_width(runner_.spec().kinds[0].action));
    const std::size_t first =
        static_cast<std::size_t>(step * shard_.kind(0).record().columns) + index() * agents;
    std::vector<float> actions(agents * width);
    for (std::size_t a = 0; a < agents; ++a) {
      CHECK(record.values[first + a] ==
            Approx(value_of(runner_.observation(static_cast<int>(a)))).margin(1e-5));
      policies_[0].impl().network.to_environment(
          std::span(record.actions).subspan((first + a) * width, width),
          std::span(actions).subspan(a * width, width));
    }
    const StepResult result = runner_.step(actions);
    for (std::size_t a = 0; a < agents; ++a) check_outcome(first + a, a, result);
    truncations_ += result.truncated && !result.terminated ? 1 : 0;
    terminations_ += result.terminated ? 1 : 0;
  }

  void check_outcome(std::size_t sample, std::size_t agent, const StepResult& result) {
    const RolloutRecord& record = shard_.kind(0).record();
    const auto a = static_cast<int>(agent);
    const bool ended = result.terminated || result.truncated;
    CHECK(record.rewards[sample] == runner_.rewards()[agent]);
    CHECK(record.ended[sample] == (ended ? 1 : 0));
    const float next =
        result.terminated ? 0
                          : value_of(ended ? runner_.final_observation(a) : runner_.observation(a));
    CHECK(record.next_values[sample] == Approx(next).margin(1e-5));
  }

  const PolicySet& policies_;
  const RolloutShard& shard_;
  int env_;
  EpisodeRunner runner_;
  int truncations_ = 0;
  int terminations_ = 0;
};

TEMPLATE_TEST_CASE("a rollout records what happened, and what each step led to", "", Seek, Cards) {
  const PolicySet policies = make_policies<TestType>(GENERATE(false, true));
  RolloutShard shard =
      testing::make_shard(policies, factory_of<TestType>(), kSeed, 0, kEnvs, kHorizon);
  shard.collect(0.99F);
  int truncations = 0, terminations = 0;
  for (int env = 0; env < kEnvs; ++env) {
    Replay<TestType> replay(policies, shard, env);
    replay.check();
    truncations += replay.truncations();
    terminations += replay.terminations();
  }
  CHECK(truncations > 0);
  CHECK(terminations > 0);
  CHECK(shard.episodes().size() == static_cast<std::size_t>(truncations + terminations));
}

TEST_CASE("a rollout goes on where the one before stopped") {
  const PolicySet policies = make_policies<Seek>();
  RolloutShard whole =
      testing::make_shard(policies, factory_of<Seek>(), kSeed, 0, kEnvs, 2 * kHorizon);
  RolloutShard halves =
      testing::make_shard(policies, factory_of<Seek>(), kSeed, 0, kEnvs, kHorizon);
  whole.collect(0.99F);
  halves.collect(0.99F);
  halves.collect(0.99F);
  const std::vector<float>& late = halves.kind(0).record().rewards;
  const std::vector<float>& all = whole.kind(0).record().rewards;
  CHECK(std::equal(late.begin(), late.end(), all.end() - kEnvs * kHorizon));
}

TEST_CASE("which environments share a shard does not matter to their episodes") {
  const PolicySet policies = make_policies<Seek>();
  RolloutShard together = testing::make_shard(policies, factory_of<Seek>(), kSeed, 0, 2, kHorizon);
  RolloutShard alone = testing::make_shard(policies, factory_of<Seek>(), kSeed, 1, 1, kHorizon);
  together.collect(0.99F);
  alone.collect(0.99F);
  for (std::size_t step = 0; step < kHorizon; ++step) {
    CHECK(alone.kind(0).record().rewards[step] == together.kind(0).record().rewards[2 * step + 1]);
  }
}

TEST_CASE("the discounted returns of a rollout are those of its running episodes") {
  constexpr float kGamma = 0.9F;
  const PolicySet policies = make_policies<Seek>();
  RolloutShard shard = testing::make_shard(policies, factory_of<Seek>(), kSeed, 0, kEnvs, kHorizon);
  shard.collect(kGamma);
  const RolloutRecord& record = shard.kind(0).record();
  double sum = 0, squares = 0;
  for (int i = 0; i < shard.kind(0).samples(); ++i) {
    double discounted = 0, weight = 1;
    for (int at = i; at >= 0; at -= kEnvs) {
      const auto sample = static_cast<std::size_t>(at);
      if (at < i && record.ended[sample] != 0) break;
      discounted += weight * static_cast<double>(record.rewards[sample]);
      weight *= static_cast<double>(kGamma);
    }
    sum += discounted;
    squares += discounted * discounted;
  }
  CHECK(shard.kind(0).return_sums()[0] == shard.kind(0).samples());
  CHECK(shard.kind(0).return_sums()[1] == Approx(sum));
  CHECK(shard.kind(0).return_sums()[2] == Approx(squares));
}

TEST_CASE("an update counts each observation once") {
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.rollout.envs = 24;  // Three shards.
  config.rollout.horizon = 16;
  Learner learner(factory_of<Seek>(), config, 1000, 1, 1);
  learner.update();
  const TensorMap tensors = learner.policies().tensors();
  CHECK(read_tensor<double>(tensors, "observation.self.count").at(0) == 24 * 16);
}

TEST_CASE("reward scaling divides rewards before advantages are estimated") {
  const PolicySet policies = make_policies<Seek>();
  RolloutShard shard = testing::make_shard(policies, factory_of<Seek>(), kSeed, 0, 1, kHorizon);
  shard.collect(0.99F);
  const std::vector<float> raw = shard.kind(0).record().rewards;
  shard.kind(0).record().scale_rewards(0.5F);
  const RolloutRecord& record = shard.kind(0).record();
  Targets targets(shard.kind(0).samples());
  generalised_advantages({shard.kind(0).record().columns, record.rewards, record.values,
                          record.next_values, record.ended},
                         {0.99F, 0}, targets);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    CHECK(targets.returns[i] == Approx(0.5F * raw[i] + 0.99F * record.next_values[i]).margin(1e-5));
  }
}

/// Episodes that never end within a test: what remains is what a step itself allocates.
template <class E>
class Endless : public E {
 public:
  Endless() : spec_(E::spec()) { spec_.max_steps = 1000000; }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    E::step(actions, rewards);
    return {};
  }
  const EnvironmentSpec& spec() const override { return spec_; }

 private:
  EnvironmentSpec spec_;
};

/// A crew that nobody leaves.
class Stayers : public testing::Crew {
 public:
  bool is_present(int /*agent*/) const override { return true; }
};

TEMPLATE_TEST_CASE("a warm update allocates next to nothing", "", Seek, Stayers) {
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.policy.critic = GENERATE(CriticScope::kOwn, CriticScope::kCentral);
  config.rollout.envs = 8;
  Learner learner(factory_of<Endless<TestType>>(), config, 1000000, 1, 1);
  for (int i = 0; i < 5; ++i) learner.update();
  const std::size_t before = testing::allocations();
  learner.update();
  // The records of the eight running episodes grow now and then, and each metric has a name; one
  // more for each of the 32 minibatches would be too many.
  CHECK(testing::allocations() - before <= 8);
}

}  // namespace
}  // namespace saccade
