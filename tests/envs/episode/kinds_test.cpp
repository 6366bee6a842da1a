// Several kinds of agents in one environment, each with spaces of its own.
#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "envs/check/check_environment.h"
#include "envs/check/check_scales.h"
#include "envs/episode/episode_runner.h"
#include "envs/episode/same_spaces.h"
#include "envs/episode/spec_difference.h"
#include "support/workshop.h"

using namespace saccade;
using Catch::Matchers::Contains;
using testing::Workshop;
using testing::workshop;

namespace {

EpisodeRunner runner_of_kinds(bool breaks = false) {
  return {std::make_unique<Workshop>(breaks), 1, 0};
}

std::vector<float> random_step(EpisodeRunner& runner, Rng& rng) {
  std::vector<float> actions(runner.action_count());
  random_actions(runner.spec(), runner.observations(), rng, actions);
  runner.step(actions);
  return actions;
}

EnvironmentSpec changed(const std::function<void(std::vector<AgentKind>&)>& change) {
  EnvironmentSpec spec = Workshop().spec();
  change(spec.kinds);
  return spec;
}

}  // namespace

TEST_CASE("Agents are numbered kind by kind, and their actions follow each other") {
  const EnvironmentSpec spec = Workshop().spec();
  CHECK(spec.agent_count() == 3);
  CHECK(spec.first_agent(0) == 0);
  CHECK(spec.first_agent(1) == 2);
  CHECK(spec.kind_index(1) == 0);
  CHECK(spec.kind_of(2).name == "picker");
  CHECK(spec.action_count() == 5);
  std::vector<float> actions = {1, 2, 3, 4, 5};
  CHECK(spec.action_of(1, std::span(actions)).front() == 3);
  CHECK(spec.action_of(1, std::span(actions)).size() == 2);
  CHECK(spec.action_of(2, std::span(actions)).front() == 5);
  CHECK(spec.action_of(2, std::span(actions)).size() == 1);
}

TEST_CASE("Each agent sees what its kind sees") {
  const EpisodeRunner runner = runner_of_kinds();
  CHECK(runner.observation(1).rows().size() == 1);
  CHECK(runner.observation(1).rows()[0].width == 2);
  CHECK(runner.observation(2).rows().size() == 2);
  CHECK(runner.observation(2).rows()[1].count() >= 2);
}

TEST_CASE("Environments of several kinds keep the contract") {
  for (const bool breaks : {false, true}) {
    CHECK(check_environment(workshop(breaks), 3, 1) == std::vector<std::string>{});
    CHECK(fingerprint(workshop(breaks), 2, 1) == fingerprint(workshop(breaks), 2, 1));
  }
}

TEST_CASE("A wrong observation names the kind of who sees it") {
  CHECK_THROWS_WITH(EpisodeRunner(std::make_unique<Workshop>(false, true), 1, 0),
                    Contains("step 0: observation: agent kind picker: entity type card, feature "
                             "value: found nan"));
}

TEST_CASE("A wrong action names the kind of who acts") {
  EpisodeRunner runner = runner_of_kinds();
  CHECK_NOTHROW(runner.check_actions(std::vector<float>{0, 0, 0, 1, 1}));
  CHECK_THROWS_WITH(runner.check_actions(std::vector<float>{0, 0, 0, 2, 1}),
                    Contains("step 1: agent kind porter: action head lean, y: found 2"));
  CHECK_THROWS_WITH(runner.check_actions(std::vector<float>{0, 0, 0, 0, 9}),
                    Contains("agent kind picker: action head pick: found 9"));
}

TEST_CASE("A restored episode of several kinds goes on as the interrupted one") {
  EpisodeRunner interrupted = runner_of_kinds(true);
  Rng rng(3);
  for (int i = 0; i < 5; ++i) random_step(interrupted, rng);
  EpisodeRunner resumed = runner_of_kinds(true);
  resumed.restore(interrupted.record());
  CHECK(resumed.record().actions.size() == 25);
  CHECK_NOTHROW(resumed.expect(interrupted.digest()));
  CHECK_THROWS_WITH(resumed.restore({.episode = 0, .actions = {1, 2, 3}}),
                    Contains("found 3 numbers, wanted a multiple of 5"));
}

TEST_CASE("Kinds that make no sense are refused with what is wrong") {
  const auto check = [](const std::function<void(std::vector<AgentKind>&)>& change,
                        const std::string& message) {
    CHECK_THROWS_WITH(check_spec(changed(change)), Contains(message));
  };
  CHECK_NOTHROW(check_spec(Workshop().spec()));
  check([](auto& kinds) { kinds.clear(); }, "agent kinds: found none, wanted at least one");
  check([](auto& kinds) { kinds[0].name = ""; }, "agent kinds: found an empty name");
  check([](auto& kinds) { kinds[1].name = "porter"; }, "agent kinds: found porter twice");
  check([](auto& kinds) { kinds[1].name = "a.b"; }, "found the name a.b, wanted one without a dot");
  check([](auto& kinds) { kinds[1].name = "count"; }, "found the name count, wanted another one");
  check([](auto& kinds) { kinds[1].name = "a\nb"; }, "agent kinds: found the name \"a\\x0ab\"");
  check([](auto& kinds) { kinds[1].agents = 0; }, "agent kind picker: agents: found 0");
  check([](auto& kinds) { kinds[0].observation.types.clear(); },
        "description: agent kind porter: entity types: found none");
  check([](auto& kinds) { kinds[1].action.heads.clear(); },
        "agent kind picker: action heads: found none");
  check([](auto& kinds) { kinds[1].agents = std::numeric_limits<int>::max(); },
        "agents of all kinds: found 2147483649, wanted at most 2147483647");
}

TEST_CASE("An only kind needs no name, but may have one") {
  EnvironmentSpec spec = Workshop().spec();
  spec.kinds.pop_back();
  CHECK_NOTHROW(check_spec(spec));
  spec.kinds[0].name = "";
  CHECK_NOTHROW(check_spec(spec));
  spec.kinds[0].name = "a.b";
  CHECK_THROWS_WITH(check_spec(spec), Contains("wanted one without a dot"));
}

TEST_CASE("A difference of kinds is told in words") {
  const EnvironmentSpec was = Workshop().spec();
  const auto difference = [&was](const std::function<void(std::vector<AgentKind>&)>& change) {
    return spec_difference(changed(change), was);
  };
  CHECK(difference([](auto& kinds) { kinds.pop_back(); }) ==
        "what it declares: found 1 agent kinds, was 2");
  CHECK(difference([](auto& kinds) { kinds[1].name = "sorter"; }) ==
        "agent kind picker: name: found sorter, was picker");
  CHECK(difference([](auto& kinds) { kinds[1].agents = 2; }) ==
        "agent kind picker: agents: found 2, was 1");
  CHECK(difference([](auto& kinds) { kinds[0].observation.types[0].features.pop_back(); }) ==
        "agent kind porter: entity type self: found 1 features, was 2");
}

TEST_CASE("Policies fit other numbers of agents, but no other spaces or kinds") {
  const EnvironmentSpec spec = Workshop().spec();
  const auto fits = [&spec](const std::function<void(std::vector<AgentKind>&)>& change) {
    check_same_spaces(spec, changed(change).kinds);
  };
  CHECK_NOTHROW(fits([](auto& kinds) { kinds[0].agents = 7; }));
  CHECK_THROWS_WITH(fits([](auto& kinds) { kinds.pop_back(); }),
                    Contains("does not fit the policy: what it declares: found 2 agent kinds, was "
                             "1 when the policy was trained"));
  CHECK_THROWS_WITH(fits([](auto& kinds) { kinds[1].name = "sorter"; }),
                    Contains("agent kind sorter: name: found picker, was sorter"));
}

TEST_CASE("Unequal sizes are told of the kind that has them") {
  const auto make = [] {
    struct Steep : Workshop {
      const EnvironmentSpec& spec() const override {
        static const EnvironmentSpec kSteep = [] {
          EnvironmentSpec spec = Workshop().spec();
          std::get<ContinuousHead>(spec.kinds[0].action.heads[0]).high = {1, 1000};
          return spec;
        }();
        return kSteep;
      }
    };
    return std::make_unique<Steep>();
  };
  const std::vector<std::string> found = check_scales(make, 1, 1);
  REQUIRE_FALSE(found.empty());
  CHECK_THAT(found[0], Contains("agent kind porter: action ranges: y of lean is about 1001"));
}
