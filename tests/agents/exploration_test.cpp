// Acting with exploration that lasts (policy.continuous.deviation = gsde).
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "agents/evaluate.h"
#include "agents/exploring.h"
#include "agents/policy/actor.h"
#include "agents/policy/policy_set.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::exploring;
using testing::factory_of;

const ObservationSpace kSpace = {{{"self", {"x"}, 1}}};
const ActionSpace kReach = {{ContinuousHead{"reach", {"a"}, {-100}, {100}},
                             ContinuousHead{"lean", {"b", "c"}, {-1, -100}, {1, 100}}}};

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
  std::vector<float> values() {
    std::vector<float> values(agents());
    actor_.values(seen_, state_, values);
    return values;
  }
  PolicyState& state() { return state_; }
  Actor& actor() { return actor_; }
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

TEST_CASE("the noise of one head tells nothing of another's") {
  constexpr int kSteps = 4000;
  const ActionSpace two = {{ContinuousHead{"left", {"a"}, {-100}, {100}},
                            ContinuousHead{"right", {"b"}, {-100}, {100}}}};
  const Policy policy(kSpace, two, exploring(1), 1);
  std::vector<Observation> one;
  one.emplace_back(kSpace, two).add(0, 0, {0.3F});
  Actor actor(policy);
  PolicyState state = policy.make_state(1);
  Rng rng(1);
  std::array<float, 2> mean{}, action{};
  actor.act(one, state, nullptr, mean);
  double products = 0, left = 0, right = 0;
  for (int step = 0; step < kSteps; ++step) {
    actor.act(one, state, &rng, action);
    const auto x = static_cast<double>(action[0] - mean[0]);
    const auto y = static_cast<double>(action[1] - mean[1]);
    products += x * y;
    left += x * x;
    right += y * y;
  }
  CHECK(products / std::sqrt(left * right) == Approx(0).margin(4 / std::sqrt(kSteps)));
}

TEST_CASE(
    "a team's noise is forgotten with its episode, so that the next one follows from a seed") {
  const EnvironmentSpec spec = Cards().spec();
  const PolicySet policies(spec.kinds, exploring(0), 1);
  const EpisodeRunner runner(factory_of<Cards>()(), std::uint64_t{5});
  const auto act = [&runner](TeamActor& team, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> actions(runner.action_count());
    team.act(runner.observations(), &rng, actions);
    return actions;
  };
  TeamActor team(policies, spec), fresh(policies, spec);
  act(team, 1);
  team.begin_episode();
  CHECK(act(team, 2) == act(fresh, 2));
}

TEST_CASE("values of a team can be asked for without a change of what its agents do") {
  PolicyConfig config = exploring(4);
  config.critic = CriticScope::kCentral;
  const Policy policy(kSpace, kReach, config, 1);
  Standing asked(policy, {0.3F, -0.5F}), other(policy, {0.3F, -0.5F});
  Rng rng(1), same(1);
  for (std::uint64_t step = 0; step < 6; ++step) {
    const std::vector<float> values = asked.values();
    CHECK(values[0] != values[1]);
    CHECK(asked.state().noise[1].age() == (step == 0 ? 0 : (step - 1) % 4 + 1));
    CHECK(asked.step(&rng) == other.step(&same));
  }
  const Observation one = seen({0.3F})[0];
  asked.values();
  CHECK(asked.actor().decide(one, nullptr).value == Actor(policy).decide(one, nullptr).value);
  asked.seen_by(0).clear();
  CHECK(asked.values()[0] == 0);
  CHECK(asked.state().noise[0].age() == 2);  // Who is absent forgets by acting alone.
}

TEST_CASE("a state that no policy like this has made is refused before anybody acts") {
  const std::string memory = GENERATE("none", "gru");
  PolicyConfig config = exploring(4);
  config.memory.kind = nn::find_memory_kind(memory);
  const Policy policy(kSpace, kReach, config, 1);
  const std::vector<Observation> two = seen({0.3F, -0.5F});
  Actor actor(policy);
  Rng rng(1);
  std::vector<float> numbers(6);
  const std::string wanted = memory == "none" ? "0 and 2" : "32 and 2";
  PolicyState none, few = policy.make_state(1);
  const auto refused = [&](PolicyState& state, const std::string& found) {
    const std::string message =
        "policy state: found " + found + ", wanted " + wanted + ", as of Policy::make_state(2)";
    CHECK_THROWS_WITH(actor.act(two, state, &rng, numbers), message);
    CHECK_THROWS_WITH(actor.values(two, state, std::span(numbers).first(2)), message);
    CHECK_THROWS_WITH(actor.decide(two[1], state, 1, &rng), message);
  };
  refused(none, "0 numbers and the noise of 0 agents");
  refused(few, (memory == "none" ? "0" : "16") + std::string(" numbers and the noise of 1 agents"));
  config.heads.continuous = {};
  const Policy silent(kSpace, kReach, config, 1);
  PolicyState noisy = policy.make_state(2);
  CHECK_THROWS_WITH(Actor(silent).act(two, noisy, &rng, numbers), Catch::Contains("noise of 2"));
}

/// Shows the same at every step, and counts the steps that bring another action than the one
/// before.
class Still : public Environment {
 public:
  Still() {
    spec_.id = "still";
    spec_.kinds[0].observation = kSpace;
    spec_.kinds[0].action = kReach;
    spec_.max_steps = 9;
    spec_.counts = {"changes"};
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = changes_ = 0; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const std::vector<float> now(actions.begin(), actions.end());
    if (steps_ > 0 && now != before_) ++changes_;
    before_ = now;
    rewards[0] = now[0] / 100;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {0.3F});
  }
  void draw(Scene& /*scene*/) const override {}
  void counts(std::span<float> values) const override { values[0] = static_cast<float>(changes_); }

 private:
  EnvironmentSpec spec_;
  std::vector<float> before_;
  int steps_ = 0;
  int changes_ = 0;
};

TEST_CASE("sampled evaluations hold noise within each episode, whatever the threads", "[threads]") {
  const EnvironmentSpec spec = Still().spec();
  const auto evaluated = [&spec](int noise_every, int threads) {
    const PolicySet policies(spec.kinds, exploring(noise_every), 1);
    return evaluate(&policies, factory_of<Still>(), spec,
                    {.episodes = 6, .seed = 5, .stochastic = true, .threads = threads})
        .episodes;
  };
  const std::vector<EpisodeSummary> whole = evaluated(0, 1);
  for (const EpisodeSummary& episode : whole) CHECK(episode.counts.at(0) == 0);
  for (const EpisodeSummary& episode : evaluated(4, 1)) CHECK(episode.counts.at(0) == 2);
  CHECK(testing::returns_of(whole) == testing::returns_of(evaluated(0, 3)));
  CHECK(whole[0].returns != whole[1].returns);  // Each episode has noise of its own.
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
