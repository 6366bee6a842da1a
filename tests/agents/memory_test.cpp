// Policies that remember: acting, training on sequences, saving.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string>
#include <vector>

#include "agents/learner_impl.h"
#include "agents/policy/actor.h"
#include "agents/policy/policy_set.h"
#include "agents/recall_environment.h"
#include "agents/relay_environment.h"
#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Recall;
using testing::Relay;
using testing::Seek;

const nn::MemoryKind* generate_kind() {
  return nn::find_memory_kind(GENERATE(as<std::string>{}, "gru", "lstm", "attention"));
}

LearnerConfig remembering(const nn::MemoryKind* kind) {
  LearnerConfig config = testing::small_config();
  config.policy.memory.kind = kind;
  if (kind->attends) config.policy.memory.length = 5;
  if (kind != nn::default_memory_kind()) config.policy.memory_sequence = 8;
  return config;
}

Learner make_learner(const EnvironmentFactory& factory, const LearnerConfig& config, int threads) {
  return {factory, config, 4000, 1, threads};
}

TEMPLATE_TEST_CASE("training sees what acting saw: until the first step all ratios are one", "",
                   Seek, Relay) {
  LearnerConfig config = remembering(generate_kind());
  config.policy.separate_value = GENERATE(false, true);
  config.policy.normalise_observations = false;  // It changes between acting and training.
  config.rollout.envs = 6;
  config.rollout.horizon = 29;  // No multiple of a sequence, longer than an episode.
  config.algorithm.options.set("epochs", 1);
  config.algorithm.options.set("minibatches", 1);
  Learner learner = make_learner(factory_of<TestType>(), config, 1);
  for (int i = 0; i < 3; ++i) {  // The second begins in the middle of episodes.
    const UpdateMetrics metrics = learner.update();
    INFO(config.policy.memory.kind->name << ", update " << i);
    CHECK(std::abs(metrics["approx_kl"]) < 1e-6);
    CHECK(metrics["clip_fraction"] == 0);
  }
}

TEST_CASE(
    "memory changes what is thought of the same observation, and is forgotten in an absence") {
  const LearnerConfig config = remembering(generate_kind());
  const Recall recall;
  const Policy policy(recall.spec().kinds[0].observation, recall.spec().kinds[0].action,
                      config.policy, 3);
  Actor actor(policy);
  PolicyState state = policy.make_state(1);
  REQUIRE(state.width > 0);
  Observation seen(recall.spec().kinds[0].observation, recall.spec().kinds[0].action);
  Observation before = seen;
  seen.add(0, 0, {1, 0});
  before.add(0, 0, {-1, 1});
  const float first = actor.decide(seen, state, 0, nullptr).value;
  state = policy.make_state(1);
  actor.decide(before, state, 0, nullptr);
  CHECK(actor.decide(seen, state, 0, nullptr).value != Approx(first));
  CHECK(actor.decide(seen, nullptr).value == first);
  actor.decide(Observation(recall.spec().kinds[0].observation, recall.spec().kinds[0].action),
               state, 0, nullptr);
  CHECK(actor.decide(seen, state, 0, nullptr).value == first);
}

// Of the agent's decisions about what it sees in one episode after the other.
class Remembering {
 public:
  explicit Remembering(const LearnerConfig& config)
      : policies_(recall_.spec().kinds, config.policy, 3), actor_(policies_, recall_.spec()) {}

  void begin_episode() { actor_.begin_episode(); }
  MemoryAttention next() { return decide({1, 0}); }
  MemoryAttention absent() { return actor_.decide(0, empty(), nullptr).attention.memory; }

 private:
  Observation empty() const {
    return {recall_.spec().kinds[0].observation, recall_.spec().kinds[0].action};
  }
  MemoryAttention decide(std::initializer_list<float> features) {
    Observation seen = empty();
    seen.add(0, 0, features);
    return actor_.decide(0, seen, nullptr).attention.memory;
  }

  Recall recall_;
  PolicySet policies_;
  TeamActor actor_;
};

TEST_CASE("a decision tells how a memory that attends weighs the steps that it remembers") {
  LearnerConfig config = remembering(nn::find_memory_kind("attention"));
  config.policy.memory.heads = 2;
  config.policy.separate_value = GENERATE(false, true);
  Remembering agent(config);
  for (int episode = 0; episode < 2; ++episode) {
    agent.begin_episode();
    for (int step = 0; step < 8; ++step) {
      const MemoryAttention memory = agent.next();
      CHECK(memory.length == 5);
      REQUIRE(memory.heads == 2);
      REQUIRE(memory.entries == std::min(step, 5) + 1);
      const auto entries = static_cast<std::ptrdiff_t>(memory.entries);
      REQUIRE(std::ssize(memory.weights) == 2 * entries);
      for (int head = 0; head < 2; ++head) {
        const auto own = memory.weights.begin() + head * entries;
        CHECK(std::accumulate(own, own + entries, 0.0) == Approx(1));
        CHECK(*std::min_element(own, own + entries) > 0);
      }
    }
  }
  CHECK(agent.absent().heads == 0);
  CHECK(agent.next().entries == 1);  // It forgot.
}

// Of the last of a few decisions, after every number of the tensors with this prefix was changed.
std::vector<float> weights_with_changed(const LearnerConfig& config, const std::string& prefix) {
  const Recall recall;
  PolicySet policies(recall.spec().kinds, config.policy, 3);
  TensorMap tensors = policies.tensors();
  int changed = 0;
  for (auto& [name, tensor] : tensors) {
    if (!name.starts_with(prefix)) continue;
    std::vector<float> numbers(tensor.bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), tensor.bytes.data(), tensor.bytes.size());
    for (float& number : numbers) number = 1 - number;
    std::memcpy(tensor.bytes.data(), numbers.data(), tensor.bytes.size());
    ++changed;
  }
  REQUIRE(changed > 0);
  policies.load(tensors);
  TeamActor actor(policies, recall.spec());
  actor.begin_episode();
  Observation seen(recall.spec().kinds[0].observation, recall.spec().kinds[0].action);
  for (int step = 0; step < 4; ++step) {
    seen.clear();
    seen.add(0, 0, {static_cast<float>(step), 1});
    actor.decide(0, seen, nullptr);
  }
  return actor.decide(0, seen, nullptr).attention.memory.weights;
}

TEST_CASE("of two memories a decision tells of that which the action heads read") {
  LearnerConfig config = remembering(nn::find_memory_kind("attention"));
  config.policy.separate_value = true;
  const auto unchanged = weights_with_changed(config, "value.head");
  CHECK(weights_with_changed(config, "value.memory") == unchanged);
  CHECK(weights_with_changed(config, "policy.memory") != unchanged);
}

TEST_CASE("a memory without weights tells none") {
  for (const char* kind : {"none", "gru", "lstm"}) {
    Remembering agent(remembering(nn::find_memory_kind(kind)));
    agent.next();
    CHECK(agent.next().heads == 0);
  }
}

TEST_CASE("agents remember each their own, and nothing after an absence") {
  const LearnerConfig config = remembering(generate_kind());
  const Recall recall;
  const Policy policy(recall.spec().kinds[0].observation, recall.spec().kinds[0].action,
                      config.policy, 3);
  Actor actor(policy);
  std::vector<Observation> seen(
      2, Observation(recall.spec().kinds[0].observation, recall.spec().kinds[0].action));
  seen[0].add(0, 0, {1, 0});
  seen[1].add(0, 1, {-1, 0});
  PolicyState both = policy.make_state(2), alone = policy.make_state(1);
  std::vector<float> actions(2), action(1);
  for (int step = 0; step < 3; ++step) {
    actor.act(seen, both, nullptr, actions);
    actor.act(std::span(seen).last(1), alone, nullptr, action);
  }
  const auto same = [](std::span<const float> a, std::span<const float> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  CHECK(same(both.of(1), alone.of(0)));
  CHECK_FALSE(same(both.of(0), both.of(1)));
  seen[0].clear();
  actor.act(seen, both, nullptr, actions);
  for (const float number : both.of(0)) CHECK(number == 0);
}

TEST_CASE("a policy that remembers learns what no other can", "[learner]") {
  const auto score_of = [](const nn::MemoryKind* kind) {
    LearnerConfig config = remembering(kind);
    config.optimiser.learning_rate = 3e-3F;
    config.optimiser.learning_rate_final = 3e-3F;
    Learner learner = make_learner(factory_of<Recall>(), config, 2);
    for (int i = 0; i < 25; ++i) learner.update();
    return testing::mean_return<Recall>(&learner.policies(), false);
  };
  CHECK(score_of(nn::default_memory_kind()) < 0.7);
  const nn::MemoryKind* kind = generate_kind();
  INFO(kind->name);
  CHECK(score_of(kind) > 0.95);
}

TEST_CASE("learning with memory is bit-identical for 1 and 3 threads", "[threads]") {
  const LearnerConfig config = remembering(generate_kind());
  Learner one = make_learner(factory_of<Relay>(), config, 1);
  Learner three = make_learner(factory_of<Relay>(), config, 3);
  for (int i = 0; i < 2; ++i) {
    one.update();
    three.update();
  }
  testing::check_equal(one.save(), three.save());
}

TEST_CASE("a restored learner remembers", "[learner]") {
  const LearnerConfig config = remembering(generate_kind());
  Learner whole = make_learner(factory_of<Seek>(), config, 1);
  whole.update();
  const TensorMap saved = whole.save();
  CHECK(saved.count("learner.env.memory") == 1);
  Learner resumed = make_learner(factory_of<Seek>(), config, 1);
  resumed.restore(saved);
  whole.update();
  resumed.update();
  testing::check_equal(whole.save(), resumed.save());
  TensorMap broken = saved;
  broken.erase("learner.env.memory");
  CHECK_THROWS_WITH(resumed.restore(broken), Catch::Contains("learner.env.memory"));
}

TEST_CASE("options of memory that would have no effect are refused") {
  const Recall recall;
  const auto refused = [&](const PolicyConfig& policy, const std::string& message) {
    CHECK_THROWS_WITH(
        Policy(recall.spec().kinds[0].observation, recall.spec().kinds[0].action, policy, 1),
        Catch::StartsWith(message));
  };
  PolicyConfig policy = testing::small_policy();
  policy.memory_sequence = 4;
  refused(policy, "policy.memory_sequence: found 4, wanted 16: there is no memory to train");
  policy = testing::small_policy();
  policy.memory.kind = nn::find_memory_kind("gru");
  policy.memory.length = 3;
  refused(policy, "policy.memory_length: found 3, wanted 16: only the memory attention");
  policy.memory.kind = nn::find_memory_kind("attention");
  policy.memory.heads = 3;
  refused(policy, "policy.memory_heads: found 3, wanted a divisor of the width 16");
}

}  // namespace
}  // namespace saccade
