// Agents that come later than an episode begins, or leave before it ends.
#include <catch2/catch.hpp>
#include <vector>

#include "agents/learner_impl.h"
#include "agents/relay_environment.h"
#include "agents/rollout/make_shard.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Relay;

constexpr int kHorizon = 40;

PolicySet relay_policy() {
  return {Relay().spec().kinds, testing::small_policy(), 1};
}

TEST_CASE("a rollout holds the samples of agents that are there, and ends their trajectories") {
  const PolicySet policies = relay_policy();
  RolloutShard shard = testing::make_shard(policies, factory_of<Relay>(), 5, 0, 1, kHorizon);
  shard.collect(0.9F);
  const RolloutRecord& record = shard.kind(0).record();
  bool first_leaves = false;
  for (int step = 0; step < kHorizon; ++step) {
    const auto at = [step](int runner) {
      return static_cast<std::size_t>(step * Relay::kRunners + runner);
    };
    const int in_episode = step % 8;
    INFO("step " << step);
    if (in_episode == 0) first_leaves = false;
    CHECK(record.is_present(at(0)));
    CHECK(record.is_present(at(1)) == !first_leaves);
    CHECK(record.is_present(at(2)) == (in_episode >= 3));
    const bool over = in_episode == 7;
    CHECK(record.ended[at(0)] == (over ? 1 : 0));
    CHECK(record.next_values[at(0)] != 0);  // Time runs out: what follows has a value.
    if (!first_leaves && record.rewards[at(1)] > 0) {
      CHECK(record.ended[at(1)] == 1);  // It leaves: nothing follows.
      CHECK(record.next_values[at(1)] == 0);
      first_leaves = true;
    }
    for (int runner = 1; runner < Relay::kRunners; ++runner) {
      if (record.is_present(at(runner))) continue;
      CHECK(record.ended[at(runner)] == 1);
      CHECK(record.rewards[at(runner)] == 0);
      CHECK(record.values[at(runner)] == 0);
      CHECK(record.log_probs[at(runner)] == 0);
    }
  }
  CHECK(shard.episodes().size() == 5);
}

TEST_CASE("returns are summed over who is there") {
  const PolicySet policies = relay_policy();
  RolloutShard shard = testing::make_shard(policies, factory_of<Relay>(), 5, 0, 2, kHorizon);
  shard.collect(0.9F);
  const RolloutRecord& record = shard.kind(0).record();
  double present = 0;
  for (std::size_t i = 0; i < record.rewards.size(); ++i) present += record.is_present(i) ? 1 : 0;
  CHECK(present < static_cast<double>(record.rewards.size()));
  CHECK(shard.kind(0).return_sums()[0] == present);
  CHECK(record.observations.size() >= static_cast<int>(present));
}

TEST_CASE("a learner learns from agents that come and go", "[learner]") {
  Learner learner = testing::make_learner(factory_of<Relay>(), 2);
  const double before = testing::mean_return<Relay>(&learner.policies(), true);
  for (int i = 0; i < 12; ++i) learner.update();
  const double after = testing::mean_return<Relay>(&learner.policies(), false);
  CHECK(before < 3.5);
  // At best 8 for the first, 1 for the second, 5 for the third: 14 / 3.
  CHECK(after > 4.6);
}

}  // namespace
}  // namespace saccade
