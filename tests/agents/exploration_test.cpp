// Exploration that lasts (policy.continuous.deviation = gsde): acting, training, saving.
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/learner_impl.h"
#include "agents/policy/actor.h"
#include "agents/relay_environment.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::check_equal;
using testing::factory_of;
using testing::Relay;

const ObservationSpace kSpace = {{{"self", {"x"}, 1}}};
const ActionSpace kReach = {{ContinuousHead{"reach", {"a"}, {-100}, {100}},
                             ContinuousHead{"lean", {"b", "c"}, {-1, -100}, {1, 100}}}};

PolicyConfig exploring(int noise_every, const char* distribution = "gaussian") {
  PolicyConfig config = testing::small_policy();
  config.heads.continuous = {find_continuous_kind(distribution), Deviation::kGsde, noise_every};
  config.heads.initial_log_std = -1.2F;  // The range hardly ever limits an action.
  config.normalise_observations = false;
  return config;
}

LearnerConfig exploring_learner(int noise_every, const std::string& algorithm = "ppo") {
  LearnerConfig config = testing::small_config();
  config.policy = exploring(noise_every);
  config.rollout.horizon = 29;  // Rollouts end in the middle of intervals and episodes.
  if (algorithm != "ppo") config.algorithm = AlgorithmConfig(algorithm);
  return config;
}

std::vector<Observation> seen(std::initializer_list<float> places) {
  std::vector<Observation> all;
  for (const float x : places) all.emplace_back(kSpace, kReach).add(0, 0, {x});
  return all;
}

/// The same policy with another deviation by the first four numbers of the vector alone.
Policy with_few_features(const Policy& policy) {
  TensorMap tensors = policy.tensors();
  Tensor& log_std = tensors.at("policy.head.reach.log_std");
  std::vector<float> values(16, -20);
  std::fill_n(values.begin(), 4, 0.0F);
  log_std = make_tensor(std::span<const float>(values), log_std.shape);
  Policy uneven(kSpace, kReach, policy.config(), 1);
  uneven.load(tensors);
  return uneven;
}

/// The actions of agents who see the same at every step.
class Standing {
 public:
  Standing(const Policy& policy, std::initializer_list<float> places)
      : seen_(seen(places)),
        actor_(policy),
        state_(policy.make_state(static_cast<int>(agents()))) {}

  std::vector<float> step(Rng* rng) {
    std::vector<float> actions(3 * agents());
    actor_.act(seen_, state_, rng, actions);
    return actions;
  }
  PolicyState& state() { return state_; }
  Observation& seen_by(std::size_t agent) { return seen_[agent]; }
  std::size_t agents() const { return seen_.size(); }

 private:
  std::vector<Observation> seen_;
  Actor actor_;
  PolicyState state_;
};

TEST_CASE("within an interval the same observation has the same action, then another one") {
  const char* distribution = GENERATE("gaussian", "tanh_gaussian");
  constexpr std::size_t kEvery = 4;
  const Policy policy(kSpace, kReach, exploring(kEvery, distribution), 1);
  Standing standing(policy, {0.3F});
  Rng rng(1);
  std::vector<std::vector<float>> actions;
  for (int step = 0; step < 10; ++step) actions.push_back(standing.step(&rng));
  for (std::size_t step = 1; step < actions.size(); ++step) {
    for (std::size_t i = 0; i < 3; ++i) {
      INFO("step " << step << ", number " << i);
      CHECK((actions[step][i] == actions[step - 1][i]) == (step % kEvery != 0));
    }
  }
  standing.state().forget(0);  // As where another episode begins.
  CHECK(standing.step(&rng) != actions.back());
}

TEST_CASE("greedy actions are the means, and neither draw nor use up held noise") {
  const Policy policy(kSpace, kReach, exploring(3), 1);
  Standing standing(policy, {0.3F});
  Rng rng(1);
  const std::vector<float> noisy = standing.step(&rng);
  const Decision decision = Actor(policy).decide(seen({0.3F})[0], nullptr);
  const std::vector<float> greedy = standing.step(nullptr);
  for (std::size_t i = 0; i < 3; ++i) {
    const HeadDecision& head = decision.heads.at(i == 0 ? 0 : 1);
    CHECK(greedy[i] == head.mean.at(i == 0 ? 0 : i - 1));
  }
  CHECK(greedy != noisy);
  CHECK(standing.state().noise[0].age() == 1);
  CHECK(standing.step(&rng) == noisy);
}

TEST_CASE("the deviation that people see is that of the samples, and follows the observation") {
  const Policy policy(kSpace, kReach, exploring(4), 1), uneven = with_few_features(policy);
  Rng rng(1);
  Actor actor(policy);
  constexpr int kSamples = 20000;
  std::vector<float> deviations;
  for (const float x : {-1.0F, 2.0F}) {
    const Observation one = seen({x})[0];
    const HeadDecision head = actor.decide(one, nullptr).heads.at(0);
    double sum = 0, squares = 0;
    for (int i = 0; i < kSamples; ++i) {  // Each is the first step of an episode.
      const auto a = static_cast<double>(actor.decide(one, &rng).heads.at(0).value.at(0));
      sum += a / kSamples;
      squares += a * a / kSamples;
    }
    CHECK(sum == Approx(head.mean.at(0)).margin(4 * head.std.at(0) / std::sqrt(kSamples)));
    CHECK(head.std.at(0) == Approx(100 * std::exp(-1.2)).epsilon(0.01));
    CHECK(head.std.at(0) == Approx(std::sqrt(squares - sum * sum)).epsilon(0.03));
    deviations.push_back(Actor(uneven).decide(one, nullptr).heads.at(0).std.at(0));
  }
  CHECK(deviations[0] != deviations[1]);
}

TEST_CASE("agents hold noise of their own, whoever acts beside them, and none after an absence") {
  const Policy policy(kSpace, kReach, exploring(0), 1);
  Standing both(policy, {0.3F, 0.3F}), alone(policy, {0.3F});
  Rng rng(1), other(2);
  const std::vector<float> first = both.step(&rng);
  const std::vector<float> of_second(first.begin() + 3, first.end());
  CHECK(of_second != std::vector<float>(first.begin(), first.begin() + 3));
  const HeldNoise& held = both.state().noise[1];
  alone.state().noise[0] = HeldNoise(held.seed(), held.age());
  CHECK(alone.step(&other) == of_second);
  both.seen_by(0).clear();
  CHECK(both.step(&rng) == std::vector<float>{0, 0, 0, of_second[0], of_second[1], of_second[2]});
  CHECK(both.state().noise[0].age() == 0);
  CHECK(both.state().noise[1].age() == 2);
}

TEST_CASE("an episode's noise is drawn once, when it begins", "[learner]") {
  const LearnerConfig config = exploring_learner(0);
  const EnvironmentFactory factory = factory_of<Relay>();
  Learner::Impl learner(factory, factory()->spec(), config, 1'000'000, 1, 1);
  for (int update = 0; update < 2; ++update) {
    learner.update();
    for (const RolloutShard& shard : learner.shards) {
      for (std::size_t env = 0; env < shard.running().runners.size(); ++env) {
        const EpisodeRunner& runner = shard.running().runners[env];
        for (std::size_t agent = 0; agent < Relay::kRunners; ++agent) {
          const HeldNoise& held = shard.kind(0).state().noise[env * Relay::kRunners + agent];
          const bool present = runner.is_present(static_cast<int>(agent));
          // Runner 2 comes in at step 3.
          const int steps = std::max(0, runner.length() - (agent == 2 ? 3 : 0));
          CHECK(held.age() == static_cast<std::uint64_t>(present ? steps : 0));
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("until the first step all ratios are one with noise that is held", "", Cards,
                   Relay) {
  LearnerConfig config = exploring_learner(5);
  config.algorithm.options.set("epochs", 1);
  config.algorithm.options.set("minibatches", 1);
  Learner learner(factory_of<TestType>(), config, 1'000'000, 1, 1);
  for (int update = 0; update < 3; ++update) {
    const UpdateMetrics metrics = learner.update();
    CHECK(std::abs(metrics["approx_kl"]) < 1e-6);
    CHECK(metrics["clip_fraction"] == 0);
  }
}

TEMPLATE_TEST_CASE("exploration is bit-identical for 1 and 3 threads", "[threads]", Cards, Relay) {
  const LearnerConfig config = exploring_learner(5);
  Learner one(factory_of<TestType>(), config, 4000, 1, 1);
  Learner three(factory_of<TestType>(), config, 4000, 1, 3);
  for (int i = 0; i < 2; ++i) {
    one.update();
    three.update();
  }
  check_equal(one.save(), three.save());
}

TEMPLATE_TEST_CASE("a restored learner goes on with the noise that was held", "[learner]", Cards,
                   Relay) {
  const auto* algorithm = GENERATE("ppo", "vtrace");  // The latter collects ahead.
  const LearnerConfig config = exploring_learner(GENERATE(0, 5), algorithm);
  Learner whole(factory_of<TestType>(), config, 100'000, 1, 1);
  for (int i = 0; i < 2; ++i) whole.update();
  const TensorMap saved = whole.save();
  Learner resumed(factory_of<TestType>(), config, 100'000, 1, 2);
  resumed.restore(saved);
  for (int i = 0; i < 2; ++i) {
    whole.update();
    resumed.update();
  }
  check_equal(whole.save(), resumed.save());
  TensorMap other = saved;
  auto noise = read_tensor<std::uint64_t>(saved, "learner.env.noise");
  for (std::size_t i = 0; i < noise.size(); i += 2) noise[i] += 1;
  other["learner.env.noise"].assign(noise);
  resumed.restore(other);
  for (int i = 0; i < 2; ++i) resumed.update();
  const std::string moments = "learner.adam.first_moment";
  CHECK_FALSE((resumed.save().at(moments).bytes == whole.save().at(moments).bytes));
  other.erase("learner.env.noise");
  CHECK_THROWS_WITH(resumed.restore(other),
                    Catch::Equals("checkpoint: tensor 'learner.env.noise' is missing"));
}

TEST_CASE("sampled evaluations hold noise within each episode, whatever the threads") {
  const Cards cards;
  const PolicySet policies(cards.spec().kinds, exploring(0), 1);
  const auto returns = [&](int threads) {
    return testing::returns_of(
        evaluate(&policies, factory_of<Cards>(), cards.spec(),
                 {.episodes = 12, .seed = 5, .stochastic = true, .threads = threads})
            .episodes);
  };
  CHECK(returns(1) == returns(3));
}

TEST_CASE("options of held noise are refused where they have no effect, and out of range") {
  const auto refused = [](const PolicyConfig& config, const char* message) {
    CHECK_THROWS_WITH(Policy(kSpace, kReach, config, 1), Catch::Equals(message));
  };
  refused(exploring(-1), "policy.continuous.noise_every: found -1, wanted 0 or more");
  PolicyConfig config = exploring(8);
  config.heads.continuous.deviation = Deviation::kState;
  refused(config,
          "policy.continuous.noise_every: found 8, wanted 4: only the deviation gsde holds its "
          "noise");
  config = exploring(4);
  config.heads.continuous.deviation = Deviation::kLearned;
  config.heads.continuous.learn_features = true;
  refused(config,
          "policy.continuous.learn_features: found true, wanted false: only the deviation gsde is "
          "a function of features");
}

}  // namespace
}  // namespace saccade
