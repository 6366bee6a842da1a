// Several kinds of agents in one environment: a policy each, which learns by itself.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "agents/evaluate.h"
#include "agents/learner_impl.h"
#include "agents/rollout/make_shard.h"
#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"
#include "support/allocations.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::Workshop;
using testing::workshop;

LearnerConfig remembering() {
  LearnerConfig config = testing::small_config();
  config.policy.memory.kind = nn::find_memory_kind("gru");
  config.policy.memory_sequence = 8;
  return config;
}

Learner make_learner(const LearnerConfig& config, bool breaks, int threads) {
  return {workshop(breaks), config, 4000, 1, threads};
}

/// Mean returns of porters and picker.
std::array<double, 2> kind_returns(const PolicySet* policies, std::vector<bool> random = {}) {
  const EnvironmentSpec spec = Workshop().spec();
  const Evaluation evaluation =
      evaluate(policies, workshop(), spec,
               {.episodes = 100, .seed = 1000, .threads = 2, .random_kinds = std::move(random)});
  std::array<double, 2> means{};
  for (const EpisodeSummary& episode : evaluation.episodes) {
    for (std::size_t k = 0; k < 2; ++k) means[k] += *episode.mean_return(spec, k) / 100;
  }
  return means;
}

TEST_CASE("each kind learns what is its own", "[learner]") {
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.rollout.horizon = 32;
  config.optimiser.learning_rate = 3e-3F;
  Learner learner(workshop(), config, 60000, 1, 2);
  while (learner.steps() < 60000) learner.update();
  const auto [lost, luck] = kind_returns(nullptr);
  CHECK(lost < 1.5);
  CHECK(luck < 4.5);  // Half of a card's most, 8 times.
  const auto [porters, picker] = kind_returns(&learner.policies());
  CHECK(porters > 6.5);  // At best 8.
  CHECK(picker > 5.5);   // At best 5.9, with the best of two to four cards.

  const auto [porters_alone, random_picker] = kind_returns(&learner.policies(), {false, true});
  CHECK(porters_alone > 6.5);
  CHECK(random_picker < 4.5);
  const auto [random_porters, picker_alone] = kind_returns(&learner.policies(), {true, false});
  CHECK(random_porters < 1.5);
  CHECK(picker_alone > 5.5);
}

TEST_CASE("kinds learn the same on any number of threads", "[threads]") {
  const bool breaks = GENERATE(false, true);
  Learner one = make_learner(remembering(), breaks, 1);
  Learner five = make_learner(remembering(), breaks, 5);
  for (int i = 0; i < 2; ++i) {
    const UpdateMetrics metrics = one.update(), others = five.update();
    for (const Metric& metric : metrics.values) {
      INFO(metric.name);
      CHECK(std::isfinite(metric.value));
      CHECK(others[metric.name] == metric.value);
    }
  }
  check_equal(one.save(), five.save());
}

TEST_CASE("a restored learner of several kinds goes on as the uninterrupted one") {
  const LearnerConfig config = GENERATE(testing::small_config(), remembering());
  Learner learner = make_learner(config, true, 2);
  learner.update();
  learner.update();
  Learner resumed = make_learner(config, true, 1);
  resumed.restore(learner.save());
  CHECK(resumed.steps() == learner.steps());
  learner.update();
  resumed.update();
  check_equal(learner.save(), resumed.save());
}

TEST_CASE("tensors and metrics begin with the name of their kind") {
  Learner learner = make_learner(remembering(), false, 1);
  const UpdateMetrics metrics = learner.update();
  CHECK(learner.metric_names().front() == "porter.policy_loss");
  CHECK(learner.metric_names().back() == "picker.grad_norm");
  CHECK(metrics["porter.entropy"] != metrics["picker.entropy"]);
  CHECK(metrics.values[0].of_algorithm);
  CHECK_FALSE(metrics.values.back().of_algorithm);
  const TensorMap tensors = learner.save();
  for (const char* name : {"porter.policy.head.lean.weight", "porter.observation.self.mean",
                           "picker.policy.entity.card.embed.weight", "porter.learner.adam.steps",
                           "picker.learner.return_moments", "picker.learner.env.discounted_returns",
                           "picker.learner.env.memory", "learner.env.actions", "learner.seed"}) {
    INFO(name);
    CHECK(tensors.contains(name));
  }
  CHECK_FALSE(tensors.contains("learner.adam.steps"));
}

/// The porters alone, under a name that may be empty.
class Porters : public Workshop {
 public:
  explicit Porters(const std::string& name) : spec_(Workshop::spec()) {
    spec_.kinds.pop_back();
    spec_.kinds[0].name = name;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const std::array<float, 5> all = {actions[0], actions[1], actions[2], actions[3], 0};
    std::array<float, 3> earned{};
    const StepResult result = Workshop::step(all, earned);
    std::copy_n(earned.begin(), 2, rewards.begin());
    return result;
  }

 private:
  EnvironmentSpec spec_;
};

TEST_CASE("a name changes nothing but the names of tensors") {
  const auto learned = [](const std::string& name) {
    Learner learner([&name] { return std::make_unique<Porters>(name); }, testing::small_config(),
                    4000, 1, 1);
    learner.update();
    CHECK(learner.metric_names().front() == "policy_loss");
    return learner.policies().tensors();
  };
  TensorMap named;
  for (const auto& [name, tensor] : learned("")) named.emplace("porter." + name, tensor);
  check_equal(named, learned("porter"));
}

TEST_CASE("kinds draw different parameters from one seed") {
  EnvironmentSpec spec = Workshop().spec();
  spec.kinds[1] = spec.kinds[0];
  spec.kinds[1].name = "other";
  const TensorMap tensors = PolicySet(spec.kinds, testing::small_policy(), 1).tensors();
  CHECK(tensors.at("porter.policy.head.lean.weight").bytes !=
        tensors.at("other.policy.head.lean.weight").bytes);
}

TEST_CASE("policies of other kinds are refused with nothing changed") {
  const EnvironmentSpec spec = Workshop().spec();
  PolicySet policies(spec.kinds, testing::small_policy(), 1);
  TensorMap tensors = PolicySet(spec.kinds, testing::small_policy(), 2).tensors();
  tensors.erase("picker.policy.entity.card.embed.weight");
  const TensorMap before = policies.tensors();
  CHECK_THROWS_WITH(policies.load(tensors),
                    "agent kind picker: checkpoint: tensor 'policy.entity.card.embed.weight' is "
                    "missing");
  check_equal(policies.tensors(), before);
}

TEST_CASE("what does not fit a kind is refused by its name") {
  const auto refused = [](const LearnerConfig& config, const std::string& message) {
    CHECK_THROWS_WITH(make_learner(config, false, 1), Catch::Contains(message));
  };
  LearnerConfig config = testing::small_config();
  config.policy.encoder.kind = nn::EncoderKind::kMlp;
  refused(config, "agent kind picker: ");
  config = testing::small_config();
  config.algorithm.options.set("minibatches", 1281);
  refused(config,
          "agent kind picker: ppo.minibatches: found 1281, wanted at most the 1280 samples");
}

TEST_CASE("each agent acts by the policy of its kind and remembers for itself") {
  const EnvironmentSpec spec = Workshop().spec();
  const PolicySet policies(spec.kinds, remembering().policy, 1);
  TeamActor team(policies, spec);
  std::vector<Actor> actors;
  std::vector<PolicyState> states;
  for (std::size_t k = 0; k < 2; ++k) {
    actors.emplace_back(policies[k]);
    states.push_back(policies[k].make_state(spec.kinds[k].agents));
  }
  EpisodeRunner runner(std::make_unique<Workshop>(true), 5);
  std::vector<float> together(5), apart(5);
  for (int step = 0; step < 6; ++step) {  // The picker is away in step 2 and 5.
    team.act(runner.observations(), nullptr, together);
    actors[0].act(runner.observations().first(2), states[0], nullptr, std::span(apart).first(4));
    actors[1].act(runner.observations().last(1), states[1], nullptr, std::span(apart).last(1));
    CHECK(together == apart);
    runner.advance(together);
  }
}

TEST_CASE("a rollout records each kind's samples, with rewards of its own agents") {
  const EnvironmentSpec spec = Workshop().spec();
  const PolicySet policies(spec.kinds, testing::small_policy(), 1);
  RolloutShard shard = testing::make_shard(policies, workshop(true), 3, 0, 2, 20);
  shard.collect(0.9F);
  CHECK(shard.kind(0).record().columns == 4);
  CHECK(shard.kind(1).record().columns == 2);
  EpisodeRunner runner(std::make_unique<Workshop>(true), 3, 1);
  for (std::size_t step = 0; step < 20; ++step) {
    std::vector<float> actions(5);
    for (std::size_t k = 0; k < 2; ++k) {
      const std::span<float> own = std::span(actions).subspan(4 * k, 4 - 3 * k);
      shard.kind(k).take_actions(static_cast<int>(step), 1, own);
    }
    const bool picks = runner.is_present(2);
    runner.step(actions);
    for (std::size_t agent = 0; agent < 2; ++agent) {
      CHECK(shard.kind(0).record().rewards[step * 4 + 2 + agent] == runner.rewards()[agent]);
    }
    CHECK(shard.kind(1).record().rewards[step * 2 + 1] == runner.rewards()[2]);
    CHECK(shard.kind(1).record().is_present(step * 2 + 1) == picks);
  }
  CHECK(shard.episodes().size() == 4);
}

TEST_CASE("a value that is no finite number is reported with the kind's name") {
  const EnvironmentSpec spec = Workshop().spec();
  PolicyConfig config = testing::small_policy();
  config.separate_value = GENERATE(false, true);
  PolicySet policies(spec.kinds, config, 1);
  testing::spoil_value(policies[1]);
  RolloutShard shard = testing::make_shard(policies, workshop(false), 3, 0, 2, 20);
  CHECK_THROWS_WITH(shard.collect(0.9F),
                    Catch::Contains("picker") && Catch::Contains("wanted a finite number"));
}

/// The picker never comes.
class NoPicker : public Workshop {
 public:
  bool is_present(int agent) const override { return agent < 2; }
};

TEST_CASE("a kind of which nobody is there learns nothing, and the others do") {
  Learner learner(testing::factory_of<NoPicker>(), testing::small_config(), 4000, 1, 2);
  const TensorMap before = learner.policies().tensors();
  const UpdateMetrics metrics = learner.update();
  CHECK(metrics["picker.grad_norm"] == 0);
  CHECK(metrics["picker.policy_loss"] == 0);
  CHECK(metrics["porter.grad_norm"] > 0);
  const TensorMap after = learner.policies().tensors();
  CHECK(before.at("picker.policy.head.pick.query.weight").bytes ==
        after.at("picker.policy.head.pick.query.weight").bytes);
  CHECK(before.at("porter.policy.head.lean.weight").bytes !=
        after.at("porter.policy.head.lean.weight").bytes);
}

TEST_CASE("a warm rollout of several kinds allocates nothing but for records and episodes") {
  const EnvironmentSpec spec = Workshop().spec();
  PolicyConfig config = testing::small_policy();
  config.critic = GENERATE(CriticScope::kOwn, CriticScope::kCentral);
  const PolicySet policies(spec.kinds, config, 1);
  RolloutShard shard = testing::make_shard(policies, workshop(), 3, 0, 4, 32);
  for (int i = 0; i < 20; ++i) shard.collect(0.9F);
  shard.episodes().clear();
  const std::size_t before = testing::allocations();
  shard.collect(0.9F);
  // 16 episodes of 4 environments end: each summary has three lists of its own.
  CHECK(testing::allocations() - before <= 16 * 3);
}

}  // namespace
}  // namespace saccade
