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

constexpr std::size_t kMinibatches = 3, kParts = 2;

std::vector<Place> places_of(const SequenceOrder& order, std::size_t minibatch) {
  std::vector<Place> places;
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::vector<Place> more = places_of(order.part(minibatch, part).sequences());
    places.insert(places.end(), more.begin(), more.end());
  }
  return places;
}

std::vector<Place> places_of(const SequenceOrder& order) {
  std::vector<Place> places;
  for (std::size_t m = 0; m < kMinibatches; ++m) {
    const std::vector<Place> more = places_of(order, m);
    places.insert(places.end(), more.begin(), more.end());
  }
  return places;
}

std::size_t count_sequences(const Crews& crews) {
  std::vector<SequenceRef> sequences;
  for (const RolloutRecord* record : crews.records) record->list_sequences(0, sequences);
  return sequences.size();
}

TEST_CASE("every sequence is taken once, in an order that follows from the seed") {
  const Crews crews(GENERATE(CriticScope::kOwn, CriticScope::kCentral));
  const bool stratified = GENERATE(false, true);
  SequenceOrder order(1000);
  order.list(crews.records);
  const auto drawn = [&](std::uint64_t seed) {
    if (stratified) {
      order.stratify(seed, kMinibatches);
    } else {
      order.shuffle(seed, kMinibatches, kParts);
    }
    return places_of(order);
  };
  const std::vector<Place> first = drawn(1);
  const std::vector<Place> second = drawn(2);
  CHECK(first.size() > 100);
  CHECK(first.size() == count_sequences(crews));
  CHECK(first != sorted(first));
  CHECK(first != second);
  CHECK(sorted(first) == sorted(second));
  CHECK(std::adjacent_find(second.begin(), second.end()) == second.end());
  CHECK(drawn(1) == first);
}

TEST_CASE("a stratified minibatch takes as many of each shard, whatever the others hold") {
  const Crews crews(CriticScope::kOwn);
  const RolloutRecord nobody(crews.policies[0].impl(), 0, 3 * Crew::kHands, Crew::kHands);
  SequenceOrder all(1000), of_second(1000);
  all.list(crews.records);
  of_second.list(std::vector<const RolloutRecord*>{&nobody, crews.records[1]});
  all.stratify(7, kMinibatches);
  of_second.stratify(7, kMinibatches);
  for (std::size_t shard = 0; shard < kParts; ++shard) {
    std::vector<SequenceRef> listed;
    crews.records[shard]->list_sequences(0, listed);
    for (std::size_t m = 0; m < kMinibatches; ++m) {
      const std::vector<Place> part = places_of(all.part(m, shard).sequences());
      CHECK(part.size() >= listed.size() / kMinibatches);
      CHECK(part.size() <= listed.size() / kMinibatches + 1);
      for (const Place& place : part) CHECK(std::get<0>(place) == static_cast<int>(shard));
      const std::vector<Place> alone = places_of(of_second.part(m, shard).sequences());
      CHECK(alone == (shard == 1 ? part : std::vector<Place>{}));
    }
  }
}

TEST_CASE("a team is taken whole, and agents without one are taken singly") {
  const bool central = GENERATE(false, true);
  const Crews crews(central ? CriticScope::kCentral : CriticScope::kOwn);
  SequenceOrder order(1000);
  order.list(crews.records);
  std::vector<Place> teams;  // Shard, number of the team.
  order.shuffle(5, 3, 1);
  SequenceGroups groups = order.part(1, 0);
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
  const auto draw = [&](std::uint64_t seed) {
    order.list(crews.records);
    order.shuffle(seed, kMinibatches, kParts);
    order.stratify(seed, kMinibatches);
  };
  draw(1);
  const std::size_t before = testing::allocations();
  draw(2);
  CHECK(testing::allocations() == before);
}

TEST_CASE("of nobody there is nothing to take") {
  SequenceOrder order(10);
  order.list({});
  order.shuffle(1, kMinibatches, kParts);
  CHECK(places_of(order).empty());
}

}  // namespace
}  // namespace saccade
