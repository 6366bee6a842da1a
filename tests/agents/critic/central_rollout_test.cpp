// What a rollout records with a central critic, and what whoever watches is told.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <numeric>
#include <string>
#include <type_traits>
#include <vector>

#include "agents/critic/collected.h"
#include "agents/policy/actor.h"
#include "agents/relay_environment.h"
#include "agents/rollout/record_evaluator.h"
#include "support/crew.h"

namespace saccade {
namespace {

using testing::central_policy;
using testing::Collected;
using testing::Crew;
using testing::LateCrew;
using testing::Relay;

TEMPLATE_TEST_CASE("the values of a rollout are those of the agents that are there together", "",
                   Crew, LateCrew, Relay) {
  Collected<TestType> collected(central_policy("none", GENERATE(false, true)));
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
  Collected<LateCrew> collected(central_policy(), 1, 8);
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

TEMPLATE_TEST_CASE("where time ran out more often than there are columns, no team is split", "",
                   LateCrew, Relay) {
  Collected<TestType> collected(central_policy("none", GENERATE(false, true)));
  const RolloutRecord& record = collected.record();
  const std::size_t size = record.endings.size();
  const auto columns = static_cast<std::size_t>(record.columns);
  const auto team_of = [&record](std::size_t ending) {
    return record.endings[ending] / record.team;
  };
  REQUIRE(size > columns);
  int between = 0;  // Teams that cuts after as many endings would split.
  for (std::size_t at = columns; at < size; at += columns) {
    between += team_of(at) == team_of(at - 1) ? 1 : 0;
  }
  CHECK((between > 0 || std::is_same_v<TestType, LateCrew>));
  for (std::size_t begin = 0, end = 0; begin < size; begin = end) {
    std::vector<std::int32_t> team;
    for (; end < size && team_of(end) == team_of(begin); ++end) {
      team.push_back(static_cast<std::int32_t>(end));
    }
    const std::vector<float> values = collected.values(record.endings_seen, team, true);
    for (std::size_t i = 0; i < team.size(); ++i) {
      const auto sample = static_cast<std::size_t>(record.endings[begin + i]);
      CHECK(record.next_values[sample] == (record.is_present(sample) ? values[i] : 0));
    }
    if (team.size() > 1) CHECK(values != collected.values(record.endings_seen, team, false));
  }
}

TEST_CASE("a critic of its own knows of no latecomer") {
  PolicyConfig config = central_policy();
  config.critic = CriticScope::kOwn;
  Collected<LateCrew> collected(config, 1, 8);
  CHECK(collected.record().team == 1);
  CHECK(collected.record().endings.back() < 31);
}

TEMPLATE_TEST_CASE("the parameters that collected a rollout say of its teams what they said", "",
                   Crew, LateCrew, Relay) {
  Collected<TestType> collected(central_policy(
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
  Collected<Relay> collected(central_policy(memory));
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

TEST_CASE("an agent acts by what it sees alone") {
  const PolicySet policies(Crew().spec().kinds, central_policy(), 1);
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
  const PolicySet policies(Crew().spec().kinds, central_policy(GENERATE("none", "gru")), 1);
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
