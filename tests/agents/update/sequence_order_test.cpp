#include "agents/update/sequence_order.h"
#include "agents/rollout/make_shard.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>
#include <vector>

#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "support/allocations.h"
#include "support/crew.h"

namespace saccade {
namespace {

using testing::Crew;
using testing::factory_of;

using Place = std::tuple<int, int>;  // Shard, first sample.

std::vector<Place> places_of(std::span<const SequenceRef> sequences) {
  std::vector<Place> places;
  for (const SequenceRef& sequence : sequences)
    places.emplace_back(sequence.shard, sequence.sample);
  return places;
}

std::vector<Place> sorted(std::vector<Place> places) {
  std::sort(places.begin(), places.end());
  return places;
}

/// Two shards of a crew, whose hands leave early.
struct Crews {
  PolicySet policies;
  std::vector<RolloutShard> shards;
  std::vector<const RolloutRecord*> records;

  explicit Crews(CriticScope critic) : policies(Crew().spec().kinds, config_of(critic), 1) {
    for (const int first : {0, 3})
      shards.push_back(testing::make_shard(policies, factory_of<Crew>(), 1, first, 3, 9));
    for (RolloutShard& shard : shards) {
      shard.collect(0.9F);
      records.push_back(&shard.kind(0).record());
    }
  }
  static PolicyConfig config_of(CriticScope critic) {
    PolicyConfig config = testing::small_policy();
    config.critic = critic;
    return config;
  }
};

TEST_CASE("every sequence is taken once, in an order that follows from the seed") {
  const Crews crews(GENERATE(CriticScope::kOwn, CriticScope::kCentral));
  SequenceOrder order(1000);
  order.list(crews.records);
  const std::vector<Place> listed = places_of(order.listed().sequences());
  CHECK(listed.size() > 100);
  CHECK(order.listed().samples() == listed.size());
  const std::vector<Place> first = places_of(order.shuffled(1).sequences());
  const std::vector<Place> second = places_of(order.shuffled(2).sequences());
  CHECK(first != listed);
  CHECK(first != second);
  CHECK(sorted(first) == sorted(listed));
  CHECK(places_of(order.shuffled(1).sequences()) == first);
  std::vector<Place> parts;
  for (std::size_t i = 0; i < 7; ++i) {
    const std::vector<Place> part = places_of(order.shuffled(2).part(i, 7).sequences());
    parts.insert(parts.end(), part.begin(), part.end());
  }
  CHECK(parts == second);
}

TEST_CASE("a team is taken whole, and agents without one are taken singly") {
  const bool central = GENERATE(false, true);
  const Crews crews(central ? CriticScope::kCentral : CriticScope::kOwn);
  SequenceOrder order(1000);
  order.list(crews.records);
  std::vector<Place> teams;  // Shard, number of the team.
  SequenceGroups groups = order.shuffled(5).part(1, 3);
  while (!groups.empty()) {
    const std::span<const SequenceRef> group = groups.take();
    REQUIRE_FALSE(group.empty());
    const Place team(group[0].shard, group[0].sample / Crew::kHands);
    int present = 0;
    for (int agent = 0; agent < Crew::kHands; ++agent) {
      const auto sample = static_cast<std::size_t>(std::get<1>(team) * Crew::kHands + agent);
      present +=
          crews.records[static_cast<std::size_t>(group[0].shard)]->is_present(sample) ? 1 : 0;
    }
    CHECK(static_cast<int>(group.size()) == (central ? present : 1));
    for (const SequenceRef& sequence : group) {
      CHECK(Place(sequence.shard, sequence.sample / Crew::kHands) == team);
    }
    teams.push_back(team);
  }
  CHECK(teams.size() > 10);
  const std::vector<Place> each = sorted(teams);
  CHECK((std::adjacent_find(each.begin(), each.end()) == each.end()) == central);
}

TEST_CASE("whoever lists and shuffles again allocates nothing") {
  const Crews crews(GENERATE(CriticScope::kOwn, CriticScope::kCentral));
  SequenceOrder order(1000);
  order.list(crews.records);
  order.shuffled(1);
  const std::size_t before = testing::allocations();
  order.list(crews.records);
  order.shuffled(2);
  CHECK(testing::allocations() == before);
}

TEST_CASE("of nobody there is nothing to take") {
  SequenceOrder order(10);
  order.list({});
  CHECK(order.listed().empty());
  CHECK(order.shuffled(1).empty());
  CHECK(order.shuffled(1).part(1, 3).empty());
  CHECK(order.listed().sequences().empty());
}

}  // namespace
}  // namespace saccade
