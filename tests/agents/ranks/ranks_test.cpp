// Any number of ranks learns what one process learns.
#include "agents/ranks/ranks.h"

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "agents/evaluate.h"
#include "agents/follow_leader.h"
#include "agents/lagging_learner.h"
#include "agents/ranks/local_ranks.h"
#include "agents/small_learner.h"
#include "envs/episode/episode_error.h"

#include "support/workshop.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::small_config;
using testing::with_ranks;

constexpr std::int64_t kSteps = 4000;

/// Two updates by so many ranks, of two threads each; `each` may look at the learner after each.
TensorMap learned_by(int size, const EnvironmentFactory& factory, const LearnerConfig& config,
                     const std::function<void(Learner&, Ranks&)>& train) {
  TensorMap tensors;
  with_ranks(
      size,
      [&](Ranks& ranks) {
        lead(ranks, {});
        {
          Learner learner(factory, config, kSteps, 1, 2, &ranks);
          train(learner, ranks);
          tensors = learner.save();
        }
        stop_leading(ranks);
      },
      [&](Ranks& ranks) {
        follow_leader(ranks, [&](const Bytes&) {
          return FollowedRun{factory, config, kSteps, 1, 2};
        });
      });
  return tensors;
}

void train_twice(Learner& learner, Ranks& /*ranks*/) {
  learner.update();
  learner.update();
}

TensorMap learned_alone(const EnvironmentFactory& factory, const LearnerConfig& config) {
  Learner learner(factory, config, kSteps, 1, 1);
  learner.update();
  learner.update();
  return learner.save();
}

LearnerConfig with(Minibatches minibatches, LearnerConfig config) {
  config.optimiser.minibatches = minibatches;
  return config;
}

void check_many(const EnvironmentFactory& factory, const LearnerConfig& config) {
  const TensorMap alone = learned_alone(factory, config);
  for (const int size : {2, 3, 5}) {
    INFO(size);
    check_equal(alone, learned_by(size, factory, config, train_twice));
  }
}

TEST_CASE("ranks learn what one process learns", "[threads][ranks]") {
  const auto small_config = [minibatches =
                                 GENERATE(Minibatches::kShuffled, Minibatches::kStratified)] {
    return with(minibatches, testing::small_config());
  };
  const auto check_ranks = [&](const EnvironmentFactory& factory, const LearnerConfig& config) {
    check_many(factory, with(small_config().optimiser.minibatches, config));
  };
  SECTION("PPO") {
    check_ranks(factory_of<testing::Seek>(), small_config());
  }
  SECTION("entities to select") {
    check_ranks(factory_of<testing::Cards>(), small_config());
  }
  SECTION("sensors") {
    check_ranks(factory_of<testing::Lookout>(), small_config());
  }
  SECTION("a memory") {
    LearnerConfig config = small_config();
    config.policy.memory.kind = nn::find_memory_kind("gru");
    config.policy.memory_sequence = 8;
    check_ranks(factory_of<testing::Seek>(), config);
  }
  SECTION("several kinds of agents and a central critic") {
    LearnerConfig config = small_config();
    config.policy.critic = CriticScope::kCentral;
    check_ranks(testing::workshop(), config);
  }
  SECTION("rollouts that are collected meanwhile") {
    check_ranks(factory_of<testing::Seek>(), testing::lagging(1));
  }
  SECTION("a learning rate that follows the KL divergence") {
    LearnerConfig config = small_config();
    config.optimiser.schedule = LearningRateSchedule::kKlAdaptive;
    check_ranks(factory_of<testing::Seek>(), config);
  }
  SECTION("few parts of a gradient") {
    LearnerConfig config = small_config();
    config.optimiser.gradient_shards = 2;
    check_ranks(factory_of<testing::Seek>(), config);
  }
}

TEST_CASE("ranks go on from what any number of ranks has saved", "[threads][ranks]") {
  LearnerConfig config = GENERATE(small_config(), testing::lagging(1));
  config = with(GENERATE(Minibatches::kShuffled, Minibatches::kStratified), config);
  const EnvironmentFactory factory = factory_of<testing::Seek>();
  const TensorMap alone = learned_alone(factory, config);
  const TensorMap begun = learned_by(3, factory, config, [](Learner& learner, Ranks&) {
    CHECK(learner.save().count("learner.env.actions") == 1);  // Before the first update, too.
    learner.update();
  });
  const auto go_on = [&begun](Learner& learner, Ranks&) {
    learner.restore(begun);
    check_equal(begun, learner.save());
    learner.update();
  };
  check_equal(alone, learned_by(2, factory, config, go_on));
  check_equal(alone, learned_by(4, factory, config, go_on));
  Learner one(factory, config, kSteps, 1, 2);
  one.restore(begun);
  one.update();
  check_equal(alone, one.save());
}

TEST_CASE("ranks report the same metrics and episodes", "[threads][ranks]") {
  const LearnerConfig config =
      with(GENERATE(Minibatches::kShuffled, Minibatches::kStratified), small_config());
  const EnvironmentFactory factory = factory_of<testing::Seek>();
  Learner one(factory, config, kSteps, 1, 1);
  const UpdateMetrics wanted = one.update();
  const std::vector<double> returns = testing::returns_of(one.take_episodes());
  learned_by(3, factory, config, [&](Learner& learner, Ranks&) {
    const UpdateMetrics found = learner.update();
    for (std::size_t i = 0; i < wanted.values.size(); ++i)
      CHECK(found.values[i].value == wanted.values[i].value);
    CHECK(testing::returns_of(learner.take_episodes()) == returns);
  });
}

TEST_CASE("ranks evaluate together", "[threads][ranks]") {
  const LearnerConfig config = small_config();
  const EnvironmentFactory factory = factory_of<testing::Seek>();
  const EnvironmentSpec spec = testing::Seek().spec();
  learned_by(3, factory, config, [&](Learner& learner, Ranks& ranks) {
    learner.update();
    for (const int episodes : {1, 2, 10}) {
      for (const bool stochastic : {false, true}) {
        EvaluationPlan plan{.episodes = episodes, .seed = 7, .stochastic = stochastic};
        const Evaluation alone = evaluate(&learner.policies(), factory, spec, plan);
        plan.ranks = &ranks;
        const Evaluation together = evaluate(&learner.policies(), factory, spec, plan);
        CHECK(together.steps == alone.steps);
        CHECK(testing::returns_of(together.episodes) == testing::returns_of(alone.episodes));
      }
    }
  });
}

TEST_CASE("ranks begin with the weights of another run", "[threads][ranks]") {
  const LearnerConfig config = small_config();
  const EnvironmentFactory factory = factory_of<testing::Seek>();
  Learner source(factory, config, kSteps, 9, 1);
  source.update();
  const TensorMap weights = source.policies().tensors();
  Learner one(factory, config, kSteps, 1, 1);
  one.begin_with(weights);
  one.update();
  const TensorMap found = learned_by(3, factory, config, [&](Learner& learner, Ranks&) {
    learner.begin_with(weights);
    learner.update();
  });
  check_equal(one.save(), found);
}

TEST_CASE("more ranks than shards are refused", "[threads][ranks]") {
  LearnerConfig config = small_config();  // Five shards.
  testing::LocalTeam team(6);
  testing::LocalRanks ranks(team, 0);
  CHECK_THROWS_WITH(Learner(factory_of<testing::Seek>(), config, kSteps, 1, 1, &ranks),
                    Catch::Contains("found 6 ranks, wanted at most 5"));
}

/// Fails in one environment of the fourth shard.
class FailsLate : public testing::Seek {
 public:
  void reset(std::uint64_t seed) override {
    testing::Seek::reset(seed);
    fails_ = seed % 5 == 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    if (fails_) throw Error("the floor gave way");
    return testing::Seek::step(actions, rewards);
  }

 private:
  bool fails_ = false;
};

TEST_CASE("what fails on another rank is an error here, with all it takes to replay it",
          "[threads][ranks]") {
  const auto factory = factory_of<FailsLate>();
  Learner alone(factory, small_config(), kSteps, 1, 1);
  std::string message;
  std::uint64_t seed = 0;
  try {
    alone.update();
  } catch (const EpisodeError& error) {
    message = error.what();
    seed = error.trace().seed;
  }
  REQUIRE(!message.empty());
  with_ranks(
      3,
      [&](Ranks& ranks) {
        lead(ranks, {});
        Learner learner(factory, small_config(), kSteps, 1, 1, &ranks);
        try {
          learner.update();
          FAIL("no error");
        } catch (const EpisodeError& error) {
          CHECK(error.what() == message);
          CHECK(error.trace().seed == seed);
          CHECK(error.trace().environment == testing::Seek().spec().id);
        }
        stop_leading(ranks);
      },
      [&](Ranks& ranks) {
        follow_leader(ranks, [&](const Bytes&) {
          return FollowedRun{factory, small_config(), kSteps, 1, 1};
        });
      });
}

TEST_CASE("a rank that cannot begin says so to the first", "[threads][ranks]") {
  const auto factory = factory_of<testing::Seek>();
  with_ranks(
      2,
      [&](Ranks& ranks) {
        lead(ranks, {});
        Learner learner(factory, small_config(), kSteps, 1, 1, &ranks);
        CHECK_THROWS_WITH(learner.update(), "no such plug-in");
        stop_leading(ranks);
      },
      [&](Ranks& ranks) {
        follow_leader(ranks, [](const Bytes&) -> FollowedRun { throw Error("no such plug-in"); });
      });
}

}  // namespace
}  // namespace saccade
