#include "experiments/explain/played_episodes.h"

#include <catch2/catch.hpp>
#include <map>

#include "agents/explain/moment_outcome.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"
#include "experiments/explain/faithfulness.h"

namespace saccade {
namespace {

using testing::Cards;

TEST_CASE("moments are sampled of all agents, with what they saw, and no more than asked for") {
  const PolicySet policies(Cards().spec().kinds, testing::small_policy(), 1);
  const PlayedEpisodes played = play_episodes(policies, std::make_unique<Cards>(), 60, 3, 40);
  CHECK(played.returns.size() == 60);
  CHECK(played.moments.size() <= 40);
  CHECK(played.moments.size() >= 20);
  std::map<int, int> agents;
  for (const SampledMoment& sampled : played.moments) {
    ++agents[sampled.moment.agent];
    CHECK(removable_entities(policies.kinds()[0].observation, sampled.moment.seen).size() >=
          kFewestEntities);
  }
  CHECK(agents[0] > 5);
  CHECK(agents[1] > 5);
}

TEST_CASE("entities that a head selects, and masks, are taken away with their choices") {
  const PolicySet policies(Cards().spec().kinds, testing::small_policy(), 1);
  const PlayedEpisodes played = play_episodes(policies, std::make_unique<Cards>(), 40, 3, 30);
  const std::vector<DecisionMoment> moments = played.moments_of();
  const Faithfulness found = judge(moments, explain_moments(policies, moments, {.threads = 2}));
  CHECK(found.verdict);
  CHECK(found.find("nearest") == nullptr);  // Cards have no place.
  REQUIRE(found.find("leave_one_out") != nullptr);
  CHECK(found.find("leave_one_out")->deletion.value > 0);
  CHECK(found.completeness_error <= 0.01);
}

}  // namespace
}  // namespace saccade
