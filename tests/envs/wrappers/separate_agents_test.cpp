#include "envs/wrappers/separate_agents.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "support/crew.h"
#include "support/environment_contract.h"
#include "support/rollout.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::Crew;
using testing::Workshop;

EnvironmentFactory separated(const EnvironmentFactory& factory) {
  return [factory] { return separate_agents(factory()); };
}

std::vector<std::string> kind_names(const EnvironmentSpec& spec) {
  std::vector<std::string> names;
  for (const AgentKind& kind : spec.kinds) names.push_back(kind.name);
  return names;
}

TEST_CASE("each agent of a kind with several becomes a kind of its own") {
  const EnvironmentSpec crew = spec_of(separated([] { return std::make_unique<Crew>(); }));
  CHECK(kind_names(crew) == std::vector<std::string>{"agent_0", "agent_1", "agent_2", "agent_3"});
  CHECK(crew.agent_count() == 4);
  for (const AgentKind& kind : crew.kinds) {
    CHECK(kind.agents == 1);
    CHECK(kind.observation == Crew().spec().kinds[0].observation);
    CHECK(kind.action == Crew().spec().kinds[0].action);
  }
  const EnvironmentSpec shop = spec_of(separated(testing::workshop()));
  CHECK(kind_names(shop) == std::vector<std::string>{"porter_0", "porter_1", "picker"});
  CHECK(shop.id == Workshop().spec().id);
}

TEST_CASE("who is of a kind of its own sees, does and gains what it did before") {
  EpisodeRunner before(std::make_unique<Workshop>(true), 5);
  EpisodeRunner after(separate_agents(std::make_unique<Workshop>(true)), 5);
  Rng rng(3);
  std::vector<float> actions(before.action_count());
  REQUIRE(after.action_count() == actions.size());
  for (int step = 0; step < 30; ++step) {
    CHECK(after.digest() == before.digest());
    random_actions(before.spec(), before.observations(), rng, actions);
    before.step(actions);
    after.step(actions);
    for (std::size_t agent = 0; agent < 3; ++agent) {
      CHECK(after.rewards()[agent] == before.rewards()[agent]);
      CHECK(after.is_present(static_cast<int>(agent)) ==
            before.is_present(static_cast<int>(agent)));
    }
  }
}

TEST_CASE("separate agents keep the contract") {
  testing::check_contract(separated([] { return std::make_unique<Crew>(); }));
  testing::check_contract(separated(testing::workshop(true)));
}

TEST_CASE("agents that are alone of their kind cannot be separated") {
  CHECK_THROWS_WITH(separate_agents(testing::make_builtin("cartpole")),
                    "environment cartpole: it has no kind of agents with more than one");
  CHECK_THROWS_WITH(separated(separated(testing::workshop()))(),
                    Catch::Contains("has no kind of agents with more than one"));
}

/// The picker is called like the first porter of a workshop whose agents are separate.
class Namesakes : public Workshop {
 public:
  Namesakes() : spec_(Workshop::spec()) { spec_.kinds[1].name = "porter_0"; }
  const EnvironmentSpec& spec() const override { return spec_; }

 private:
  EnvironmentSpec spec_;
};

TEST_CASE("agents that would be called alike cannot be separated") {
  CHECK_THROWS_WITH(separate_agents(std::make_unique<Namesakes>()),
                    "environment workshop: with a kind for each agent, two would be called "
                    "'porter_0'");
}

}  // namespace
}  // namespace saccade
