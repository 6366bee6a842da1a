// What a rollout records with a central critic, and what is learned from it.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/relay_environment.h"
#include "agents/rollout/record_evaluator.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "agents/update/policy_update.h"
#include "nn/memory/memory_kinds.h"
#include "support/crew.h"

namespace saccade {
namespace {

using testing::Crew;
using testing::factory_of;
using testing::LateCrew;
using testing::Relay;

constexpr int kHorizon = 29;  // No multiple of an episode or a sequence.

PolicyConfig central(const std::string& memory = "none", bool separate_value = false) {
  PolicyConfig config = testing::small_policy();
  config.critic = CriticScope::kCentral;
  config.separate_value = separate_value;
  config.memory.kind = nn::find_memory_kind(memory);
  if (memory != "none") config.memory_sequence = 8;
  return config;
}

/// A rollout that follows another one, so that it begins in the middle of episodes.
template <class E>
class Collected {
 public:
  explicit Collected(const PolicyConfig& config, int envs = 3, int horizon = kHorizon)
      : policies_(E().spec().kinds, config, 1),
        shard_(policies_, factory_of<E>(), 11, 0, envs, horizon) {
    shard_.collect(0.99F);
    shard_.collect(0.99F);
  }

  const Policy::Impl& policy() const { return policies_[0].impl(); }
  RolloutRecord& record() { return shard_.kind(0).record(); }

  /// Values of samples that stand at these places of `seen`; with each by itself or as one team.
  std::vector<float> values(const FeatureBatch& seen, const std::vector<std::int32_t>& places,
                            bool together) const {
    FeatureBatch batch = policy().make_batch();
    for (const std::int32_t place : places) batch.append(seen, place);
    NetworkInput<float> input;
    NetworkPass<float> pass = policy().network.make_pass();
    batch.view(0, batch.size(), input);
    if (together) input.teams.assign_together(batch.size());
    policy().network.forward_value(policy().parameters.data(), input, pass);
    return {pass.value.data(), pass.value.data() + batch.size()};
  }

 private:
  PolicySet policies_;
  RolloutShard shard_;
};

TEMPLATE_TEST_CASE("the values of a rollout are those of the agents that are there together", "",
                   Crew, LateCrew, Relay) {
  Collected<TestType> collected(central("none", GENERATE(false, true)));
  const RolloutRecord& record = collected.record();
  const auto team = static_cast<std::size_t>(TestType().spec().kinds[0].agents);
  CHECK(record.team == static_cast<int>(team));
  std::array<int, 5> teams{};  // By their size.
  for (std::size_t first = 0; first < record.values.size(); first += team) {
    std::vector<std::int32_t> present;
    std::vector<float> values;
    for (std::size_t i = first; i < first + team; ++i) {
      if (!record.is_present(i)) continue;
      present.push_back(record.observed[i]);
      values.push_back(record.values[i]);
    }
    ++teams.at(present.size());
    CHECK(values == collected.values(record.observations, present, true));
    if (present.size() > 1) CHECK(values != collected.values(record.observations, present, false));
  }
  CHECK(std::count_if(teams.begin(), teams.end(), [](int count) { return count > 0; }) > 1);
}

TEST_CASE("where time ran out, a value is that of all who are there then") {
  Collected<LateCrew> collected(central(), 1, 8);
  const RolloutRecord& record = collected.record();
  REQUIRE(record.endings.size() >= 2);
  CHECK(record.endings.back() == 7 * 4 + 3);  // The latecomer, whose own sample is absent.
  CHECK_FALSE(record.is_present(31));
  CHECK(record.next_values[31] == 0);
  std::vector<std::int32_t> all(record.endings.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<float> together = collected.values(record.endings_seen, all, true);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    CHECK(record.next_values[static_cast<std::size_t>(record.endings[i])] == together[i]);
  }
  all.pop_back();
  CHECK(collected.values(record.endings_seen, all, true)[0] != together[0]);
}

TEST_CASE("a critic of its own knows of no latecomer") {
  PolicyConfig config = central();
  config.critic = CriticScope::kOwn;
  Collected<LateCrew> collected(config, 1, 8);
  CHECK(collected.record().team == 1);
  CHECK(collected.record().endings.back() < 31);
}

TEMPLATE_TEST_CASE("the parameters that collected a rollout say of its teams what they said", "",
                   Crew, LateCrew, Relay) {
  Collected<TestType> collected(central(
      GENERATE(as<std::string>{}, "none", "gru", "lstm", "attention"), GENERATE(false, true)));
  const RolloutRecord& record = collected.record();
  RolloutRecord again = record;
  for (float& value : again.values) value = value == 0 ? 0 : 77;  // To be overwritten.
  for (float& value : again.next_values) value = value == 0 ? 0 : 77;
  RecordEvaluator(collected.policy()).run(collected.policy().parameters.data(), again);
  CHECK(again.values == record.values);
  CHECK(again.next_values == record.next_values);
  CHECK(again.log_ratios == std::vector<float>(record.values.size()));
}

TEST_CASE("the sequences of a team between two cuts are one group of training") {
  const std::string memory = GENERATE("none", "gru");
  Collected<Relay> collected(central(memory));
  const RolloutRecord& record = collected.record();
  std::vector<SequenceRef> sequences;
  record.list_sequences(0, sequences);
  std::vector<std::size_t> groups;
  std::vector<int> seen(record.values.size());
  for (const SequenceRef& sequence : sequences) {
    for (std::int32_t step = 0; step < sequence.length; ++step) {
      const int sample = sequence.sample + step * record.columns;
      ++seen[static_cast<std::size_t>(sample)];
      const std::size_t group = static_cast<std::size_t>(sample / record.columns) /
                                    static_cast<std::size_t>(record.sequence) * 3 +
                                static_cast<std::size_t>(sample % record.columns / Relay::kRunners);
      CHECK(record.training_group(static_cast<std::size_t>(sequence.sample)) == group);
    }
    groups.push_back(record.training_group(static_cast<std::size_t>(sequence.sample)));
  }
  CHECK(std::is_sorted(groups.begin(), groups.end()));
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == (record.is_present(i) ? 1 : 0));
}

/// A2C's gradient over a whole rollout, of which every sample has the return 1 and no advantage.
std::vector<float> wanted_gradient(const Policy::Impl& policy, const RolloutRecord& record,
                                   const Algorithm& algorithm) {
  FeatureBatch batch = policy.make_batch();
  LossBatch<float> loss;
  std::vector<SamplePlace> places;
  const auto width = static_cast<std::ptrdiff_t>(policy.network.action_width());
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (!record.is_present(i)) continue;
    batch.append(record.observations, record.observed[i]);
    places.push_back({0, static_cast<std::int32_t>(i)});
    const auto action = record.actions.begin() + static_cast<std::ptrdiff_t>(i) * width;
    loss.actions.insert(loss.actions.end(), action, action + width);
    loss.log_probs.push_back(record.log_probs[i]);
    loss.values.push_back(record.values[i]);
    loss.advantages.push_back(0);
    loss.returns.push_back(1);
  }
  NetworkInput<float> input;
  NetworkPass<float> pass = policy.network.make_pass();
  batch.view(0, batch.size(), input);
  input.teams.assign(places, record.team);
  std::vector<float> gradient(policy.parameters.size());
  add_loss_gradient(policy.network, policy.parameters.data(), input, loss, algorithm,
                    1 / static_cast<float>(batch.size()), pass, gradient.data());
  return gradient;
}

TEMPLATE_TEST_CASE("an update follows the gradient through the values of whole teams", "", Crew,
                   Relay) {
  Collected<TestType> collected(central("none", GENERATE(false, true)), 8, 20);
  AlgorithmConfig a2c("a2c");
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(a2c);
  const RolloutRecord& record = collected.record();
  const std::vector<float> gradient = wanted_gradient(collected.policy(), record, *algorithm);
  OptimiserConfig optimiser;
  optimiser.learning_rate = 0;
  optimiser.max_grad_norm = 1e6F;
  const int samples = static_cast<int>(record.values.size());
  PolicyUpdate update(collected.policy(), optimiser, *algorithm, samples);
  std::vector<Targets> targets;
  targets.emplace_back(samples);
  std::fill(targets[0].returns.begin(), targets[0].returns.end(), 1.0F);
  ThreadPool pool(1);
  std::vector<float> parameters(collected.policy().parameters.data(),
                                collected.policy().parameters.data() + gradient.size());
  const std::vector<const RolloutRecord*> records = {&record};
  update.run({records, targets}, {.seed = 3}, pool, parameters.data());
  const auto moment = update.adam().first_moment();
  REQUIRE(moment.size() == gradient.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    REQUIRE(moment[i] == Approx(0.1F * gradient[i]).epsilon(1e-3).margin(1e-6));
  }
}

TEST_CASE("an agent acts by what it sees alone") {
  const PolicySet policies(Crew().spec().kinds, central(), 1);
  EpisodeRunner runner(std::make_unique<Crew>(), 5);
  TeamActor team(policies, runner.spec());
  std::vector<float> together(4), apart(4);
  team.act(runner.observations(), nullptr, together);
  for (int agent = 0; agent < 4; ++agent) {
    Actor alone(policies[0]);
    PolicyState state = policies[0].make_state(1);
    const auto at = static_cast<std::size_t>(agent);
    alone.act({&runner.observation(agent), 1}, state, nullptr, std::span(apart).subspan(at, 1));
    CHECK(alone.decide(runner.observation(agent), nullptr).action == std::vector{apart[at]});
  }
  CHECK(together == apart);
}

TEST_CASE("whoever watches is told the value of each agent in the light of the others") {
  const PolicySet policies(Crew().spec().kinds, central(GENERATE("none", "gru")), 1);
  EpisodeRunner runner(std::make_unique<Crew>(), 5);
  TeamActor team(policies, runner.spec()), unaware(policies, runner.spec());
  Actor actor(policies[0]);
  PolicyState state = policies[0].make_state(4);
  std::vector<float> actions(4), values(4);
  for (int step = 0; step < 7; ++step) {
    actor.values(runner.observations(), state, values);
    team.see(runner.observations());
    int different = 0;
    for (int agent = 0; agent < 4; ++agent) {
      const Observation& seen = runner.observation(agent);
      const float value = team.decide(agent, seen, nullptr).value;
      CHECK(value == values[static_cast<std::size_t>(agent)]);
      CHECK((value == 0) == seen.is_empty());
      different += unaware.decide(agent, seen, nullptr).value != value ? 1 : 0;
    }
    if (step < 3) CHECK(different == 4);  // All are still there.
    actor.act(runner.observations(), state, nullptr, actions);
    runner.advance(actions);
  }
}

}  // namespace
}  // namespace saccade
