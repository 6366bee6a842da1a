#include "agents/policy/policy.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "agents/evaluate.h"
#include "agents/policy/actor.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"
#include "support/toy_meadow.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;
using testing::Seek;

template <class E>
Policy make_policy(std::uint64_t seed = 1) {
  const AgentKind kind = E().spec().kinds[0];
  return {kind.observation, kind.action, testing::small_policy(), seed};
}

Observation observe(const Environment& environment, int agent = 0) {
  Observation observation(environment.spec().kinds[0].observation,
                          environment.spec().kinds[0].action);
  environment.observe(agent, observation);
  return observation;
}

TEST_CASE("a decision explains itself") {
  const Policy policy = make_policy<Cards>();
  Actor actor(policy);
  Cards environment;
  bool saw_cards = false, saw_none = false;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    environment.reset(seed);
    const Observation seen = observe(environment);
    Rng rng(seed);
    const Decision decision = actor.decide(seen, &rng);
    const HeadDecision& pick = decision.heads.at(0);
    const auto cards = static_cast<std::size_t>(seen.rows()[1].count() + seen.rows()[2].count());
    REQUIRE(pick.candidates.size() == cards);
    REQUIRE(pick.probabilities.size() == cards);
    const double sum = std::accumulate(pick.probabilities.begin(), pick.probabilities.end(), 0.0);
    if (cards == 0) {
      saw_none = true;
      CHECK(decision.action[0] == -1);
    } else {
      saw_cards = true;
      CHECK(sum == Approx(1));
      CHECK(decision.action[0] < static_cast<float>(cards));
      // Cards (type 2) stand before jokers (type 1).
      if (seen.rows()[2].count() > 0) CHECK(pick.candidates[0] == seen.rows()[2].ids[0]);
    }
    CHECK(pick.name == "pick");
    CHECK(decision.heads.at(1).mean.size() == 1);
    CHECK(decision.heads.at(1).std.at(0) == Approx(1));
    CHECK(std::abs(decision.action[1]) <= 1);
  }
  CHECK(saw_cards);
  CHECK(saw_none);
}

TEST_CASE("attention weights of each head sum to one over the entities") {
  const Policy policy = make_policy<Seek>();
  Actor actor(policy);
  Seek environment;
  environment.reset(3);
  const AttentionWeights attention = actor.decide(observe(environment), nullptr).attention;
  CHECK(attention.heads == 2);
  REQUIRE(attention.blocks == 1);
  REQUIRE(attention.ids.size() == attention.types.size());
  CHECK(attention.ids[0] == 0);
  CHECK(attention.types[1] == 1);
  REQUIRE(attention.weights.size() == 2 * attention.ids.size());
  for (std::size_t head = 0; head < 2; ++head) {
    const auto begin =
        attention.weights.begin() + static_cast<std::ptrdiff_t>(head * attention.ids.size());
    const auto end = begin + static_cast<std::ptrdiff_t>(attention.ids.size());
    CHECK(std::accumulate(begin, end, 0.0) == Approx(1));
  }
}

TEST_CASE("what every query weighs is told to who asks for it, of the layers that have others") {
  const AgentKind kind = Seek().spec().kinds[0];
  PolicyConfig config = testing::small_policy();
  config.encoder.self_attention_blocks = 1;
  const Policy policy(kind.observation, kind.action, config, 1);
  Actor actor(policy);
  Seek environment;
  environment.reset(3);
  const Observation seen = observe(environment);
  PolicyState state = policy.make_state(1);
  const auto attention = [&](AttentionDetail detail) {
    return actor.decide(seen, state, 0, nullptr, detail).attention;
  };
  CHECK(attention(AttentionDetail::kAgentQuery).rows.empty());
  const AttentionWeights told = attention(AttentionDetail::kEveryQuery);
  CHECK(told.weights == attention(AttentionDetail::kAgentQuery).weights);
  REQUIRE(told.rows.size() == 2);
  CHECK(told.rows[1].queries.empty());  // The last one is read by the agent alone.
  CHECK(told.rows[0].queries.size() == told.ids.size());
  CHECK(told.rows[0].weights.size() == 2 * told.ids.size() * told.ids.size());
}

TEST_CASE("acting on many observations equals deciding one by one") {
  const Policy policy = make_policy<Cards>();
  Actor actor(policy);
  Cards environment;
  environment.reset(5);
  std::vector<Observation> seen;
  std::vector<float> expected;
  for (int agent = 0; agent < 2; ++agent) {
    seen.push_back(observe(environment, agent));
    const Decision decision = actor.decide(seen.back(), nullptr);
    expected.insert(expected.end(), decision.action.begin(), decision.action.end());
  }
  std::vector<float> actions(4);
  PolicyState state = policy.make_state(static_cast<int>(seen.size()));
  actor.act(seen, state, nullptr, actions);
  for (std::size_t i = 0; i < 4; ++i) CHECK(actions[i] == Approx(expected[i]).margin(1e-5));
}

TEST_CASE("acting asks no critic, deciding does") {
  const AgentKind kind = Seek().spec().kinds[0];
  PolicyConfig config = testing::small_policy();
  config.separate_value = GENERATE(false, true);
  Policy policy(kind.observation, kind.action, config, 1);
  testing::spoil_value(policy);
  Actor actor(policy);
  Seek environment;
  environment.reset(1);
  const std::vector<Observation> seen = {observe(environment)};
  PolicyState state = policy.make_state(1);
  std::vector<float> action(1);
  CHECK_NOTHROW(actor.act(seen, state, nullptr, action));
  CHECK_THROWS_WITH(actor.decide(seen[0], nullptr), Catch::Contains("wanted a finite number"));
}

TEST_CASE("a policy's tensors make an equal policy") {
  const Policy policy = make_policy<Seek>(1);
  Policy other = make_policy<Seek>(2);
  CHECK(policy.tensors().at("value.head.weight").bytes !=
        other.tensors().at("value.head.weight").bytes);
  other.load(policy.tensors());
  for (const auto& [name, tensor] : policy.tensors()) {
    INFO(name);
    CHECK(other.tensors().at(name).bytes == tensor.bytes);
  }
  CHECK(policy.tensors().count("policy.head.move.weight") == 1);
  CHECK(policy.tensors().count("observation.decoy.mean") == 1);
}

TEST_CASE("a policy refuses tensors of another shape and names them") {
  Policy policy = make_policy<Seek>();
  TensorMap tensors = policy.tensors();
  tensors["policy.head.move.weight"] =
      make_tensor(std::span<const float>(std::vector<float>(12)), {4, 3});
  CHECK_THROWS_WITH(policy.load(tensors), Catch::Contains("'policy.head.move.weight' has shape"));
}

TEST_CASE("an evaluation does not depend on threads or on how many episodes there are",
          "[threads]") {
  const PolicySet policies(Cards().spec().kinds, testing::small_policy(), 1);
  const PolicySet* player = GENERATE_REF(&policies, static_cast<const PolicySet*>(nullptr));
  const Evaluation one = evaluate(player, factory_of<Cards>(), Cards().spec(),
                                  {.episodes = 10, .seed = 7, .stochastic = true, .threads = 1});
  const Evaluation many = evaluate(player, factory_of<Cards>(), Cards().spec(),
                                   {.episodes = 25, .seed = 7, .stochastic = true, .threads = 4});
  REQUIRE(many.episodes.size() == 25);
  std::int64_t steps = 0;
  for (const EpisodeSummary& episode : one.episodes) steps += episode.length;
  CHECK(one.steps == steps);
  for (std::size_t k = 0; k < 10; ++k) {
    CHECK(one.episodes[k].seed == 7 + k);
    CHECK(one.episodes[k].returns == many.episodes[k].returns);
    CHECK(one.episodes[k].counts[0] == static_cast<float>(one.episodes[k].length));
  }
}

TEST_CASE("an evaluation catches every fault of an environment and names the episode",
          "[threads]") {
  using testing::Fault;
  const Fault fault = GENERATE(Fault::kUnknownOutcome, Fault::kStepThrowsNumber, Fault::kNanCount,
                               Fault::kHugeReward, Fault::kForgottenReward, Fault::kNeverEnds);
  CHECK_THROWS_WITH(evaluate(nullptr, testing::meadow(fault), testing::ToyMeadow().spec(),
                             {.episodes = 4, .seed = 7, .stochastic = true, .threads = 2}),
                    Catch::Contains("environment toy-meadow, episode seed "));
}

TEST_CASE("an evaluation ends between two steps when it is stopped", "[threads]") {
  std::atomic<bool> stop{true};
  const Evaluation evaluation =
      evaluate(nullptr, testing::meadow(), testing::ToyMeadow().spec(),
               {.episodes = 1'000'000, .seed = 7, .threads = 2, .stop = &stop});
  CHECK(evaluation.stopped);
  CHECK(evaluation.episodes.empty());
  stop = false;
  CHECK_FALSE(evaluate(nullptr, testing::meadow(), testing::ToyMeadow().spec(),
                       {.episodes = 2, .seed = 7, .threads = 2, .stop = &stop})
                  .stopped);
}

TEST_CASE("an evaluation refuses environments of another description") {
  EnvironmentSpec spec = testing::ToyMeadow().spec();
  spec.kinds[0].agents = 3;
  CHECK_THROWS_WITH(evaluate(nullptr, testing::meadow(), spec, {.episodes = 2}),
                    Catch::Contains("description: agents: found 2, was 3 in the first instance"));
}

TEST_CASE("an evaluation's episode is a function of its seed alone") {
  const Evaluation both = evaluate(nullptr, testing::meadow(), testing::ToyMeadow().spec(),
                                   {.episodes = 2, .seed = 7, .stochastic = true, .threads = 1});
  const Evaluation second = evaluate(nullptr, testing::meadow(), testing::ToyMeadow().spec(),
                                     {.episodes = 1, .seed = 8, .stochastic = true, .threads = 1});
  CHECK(both.episodes[1].seed == 8);
  CHECK(both.episodes[1].returns == second.episodes[0].returns);
  CHECK(both.episodes[0].returns != second.episodes[0].returns);
}

}  // namespace
}  // namespace saccade
