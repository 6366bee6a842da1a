// What parameters say of a rollout that others collected.
#include "agents/rollout/record_evaluator.h"
#include "agents/rollout/make_shard.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/recall_environment.h"
#include "agents/relay_environment.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;
using testing::Relay;
using testing::Seek;

constexpr int kHorizon = 29;  // No multiple of a sequence, longer than an episode.

PolicyConfig policy_config(const std::string& memory, bool separate_value) {
  PolicyConfig config = testing::small_policy();
  config.memory.kind = nn::find_memory_kind(memory);
  config.separate_value = separate_value;
  if (memory != "none") config.memory_sequence = 8;
  return config;
}

/// A rollout that follows another one, so that it begins in the middle of episodes.
template <class E>
class Collected {
 public:
  explicit Collected(const PolicyConfig& config, int first_env = 0, int envs = 3)
      : policies_(E().spec().kinds, config, 1),
        other_(E().spec().kinds, config, 2),
        shard_(testing::make_shard(policies_, factory_of<E>(), 11, first_env, envs, kHorizon)) {
    shard_.collect(0.99F);
    shard_.collect(0.99F);
  }

  const RolloutRecord& record() const { return shard_.kind(0).record(); }
  const float* own() const { return policies_[0].impl().parameters.data(); }
  const float* others() const { return other_[0].impl().parameters.data(); }

  RolloutRecord evaluated(const float* parameters) const {
    RolloutRecord record = this->record();
    for (std::vector<float>* numbers : {&record.values, &record.next_values}) {
      for (float& number : *numbers) number = number == 0 ? 0 : 77;  // To be overwritten.
    }
    RecordEvaluator(policies_[0].impl()).run(parameters, record);
    return record;
  }

 private:
  PolicySet policies_, other_;
  RolloutShard shard_;
};

PolicyConfig generate_policy() {
  return policy_config(GENERATE(as<std::string>{}, "none", "gru", "lstm", "attention"),
                       GENERATE(false, true));
}

TEMPLATE_TEST_CASE("the parameters that collected a rollout say of it what they said", "", Seek,
                   Cards, Relay) {
  const Collected<TestType> collected(generate_policy());
  const RolloutRecord& record = collected.record();
  const RolloutRecord again = collected.evaluated(collected.own());
  CHECK(record.log_ratios.empty());
  CHECK(again.log_ratios == std::vector<float>(record.values.size()));  // To the bit.
  CHECK(again.values == record.values);
  CHECK(again.next_values == record.next_values);
  CHECK(record.endings.size() > 2);  // Time ran out here and there.
}

TEMPLATE_TEST_CASE("other parameters say of a rollout what they would have said of each sample", "",
                   Seek, Relay) {
  const Collected<TestType> collected(policy_config("none", GENERATE(false, true)));
  const RolloutRecord& record = collected.record();
  const RolloutRecord now = collected.evaluated(collected.others());
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (!record.is_present(i)) {
      CHECK(now.log_ratios[i] == 0);
      CHECK(now.values[i] == 0);
      continue;
    }
    CHECK(now.values[i] != record.values[i]);
    CHECK(now.log_ratios[i] != 0);
    CHECK((now.next_values[i] == 0) == (record.next_values[i] == 0));
    const std::size_t next = i + static_cast<std::size_t>(record.columns);
    if (record.ended[i] == 0 && next < now.values.size()) {
      CHECK(now.next_values[i] == now.values[next]);
    }
  }
}

TEST_CASE("log-ratios are those of the actions that were taken") {
  const Collected<Seek> collected(policy_config("none", false));
  const PolicyNetwork<float> network(Seek().spec().kinds[0].observation,
                                     Seek().spec().kinds[0].action, policy_config("none", false));
  const RolloutRecord& record = collected.record();
  const RolloutRecord now = collected.evaluated(collected.others());
  NetworkInput<float> input;
  NetworkPass<float> pass = network.make_pass();
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    record.observations.view(record.observed[i], 1, input);
    network.prepare(collected.others(), pass);
    network.forward(collected.others(), input, pass);
    float log_prob = 0;
    network.log_probs(collected.others(), pass, &record.actions[i], {&log_prob, 1});
    CHECK(now.log_ratios[i] == log_prob - record.log_probs[i]);  // Whatever it is evaluated with.
    CHECK(now.values[i] == pass.value.data()[0]);
  }
}

TEST_CASE("what is said of a sample does not depend on who is evaluated with it") {
  const PolicyConfig config = generate_policy();
  const Collected<Seek> together(config, 0, 2), alone(config, 1, 1);
  const RolloutRecord both = together.evaluated(together.others());
  const RolloutRecord one = alone.evaluated(alone.others());
  for (std::size_t step = 0; step < kHorizon; ++step) {
    CHECK(one.values[step] == both.values[2 * step + 1]);
    CHECK(one.next_values[step] == both.next_values[2 * step + 1]);
    CHECK(one.log_ratios[step] == both.log_ratios[2 * step + 1]);
  }
}

// Training begins a sequence with what was remembered when it was recorded.
TEST_CASE("with memory a rollout is seen in the sequences of training") {
  PolicyConfig config = policy_config("gru", false);
  const Collected<Seek> collected(config);
  const RolloutRecord& record = collected.record();
  const RolloutRecord now = collected.evaluated(collected.others());
  const PolicyNetwork<float> network(Seek().spec().kinds[0].observation,
                                     Seek().spec().kinds[0].action, config);
  std::vector<SequenceRef> sequences;
  record.list_sequences(0, sequences);
  NetworkInput<float> input;
  NetworkPass<float> pass = network.make_pass();
  FeatureBatch batch = record.observations;
  for (const SequenceRef& sequence : sequences) {
    std::vector<float> state;
    record.append_state(static_cast<std::size_t>(sequence.sample), state);
    batch.clear();
    input.step_offsets = {0};
    for (std::int32_t step = 0; step < sequence.length; ++step) {
      const auto sample = static_cast<std::size_t>(sequence.sample + step * record.columns);
      batch.append(record.observations, record.observed[sample]);
      input.step_offsets.push_back(step + 1);
    }
    batch.view(0, batch.size(), input);
    input.states = state.data();
    network.prepare(collected.others(), pass);
    network.forward(collected.others(), input, pass);
    for (std::int32_t step = 0; step < sequence.length; ++step) {
      const auto sample = static_cast<std::size_t>(sequence.sample + step * record.columns);
      CHECK(now.values[sample] == pass.value.data()[step]);
    }
  }
}

TEST_CASE("parameters that give numbers that are not finite are refused") {
  const Collected<Seek> collected(policy_config("none", false));
  const std::size_t size =
      PolicyNetwork<float>(Seek().spec().kinds[0].observation, Seek().spec().kinds[0].action,
                           policy_config("none", false))
          .layout()
          .size();
  const std::vector<float> huge(size, 1e30F);
  CHECK_THROWS_WITH(collected.evaluated(huge.data()), Catch::Contains("wanted a finite number"));
}

}  // namespace
}  // namespace saccade
