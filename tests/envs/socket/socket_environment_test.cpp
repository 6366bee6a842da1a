// Environments served over a socket are what they are when they are built in.
#include "envs/socket/socket_environments.h"

#include <atomic>
#include <catch2/catch.hpp>

#include "envs/builtin.h"
#include "envs/episode/episode_runner.h"
#include "envs/socket/client_pool.h"
#include "socket/served.h"
#include "support/environment_contract.h"
#include "support/toy_meadow.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;

namespace {

/// Makes environments of what listens at the port.
EnvironmentFactory remote_factory(std::uint16_t port, double timeout = 30, double wait = 30) {
  Registry registry;
  add_socket_environments(registry, {});
  const EnvironmentEntry entry = registry.find("socket:" + std::to_string(port));
  Options options(entry.options);
  options.set("timeout", timeout);
  options.set("wait", wait);
  return [entry, options] { return make_environment(entry, options); };
}

/// All that is seen in some steps of random play.
std::vector<std::uint64_t> digests(std::unique_ptr<Environment> environment, std::uint64_t seed) {
  EpisodeRunner runner(std::move(environment), seed);
  Rng rng(seed);
  std::vector<float> actions(runner.action_count());
  std::vector<std::uint64_t> all;
  for (int step = 0; step < 40; ++step) {
    random_actions(runner.spec(), runner.observations(), rng, actions);
    runner.step(actions);
    all.push_back(runner.digest());
    all.push_back(runner.finished().seed + static_cast<std::uint64_t>(runner.finished().length));
  }
  return all;
}

}  // namespace

TEST_CASE("A served environment keeps the contract", "[threads]") {
  const std::uint16_t port = free_port();
  const Host host(meadow(), {.port = port});
  check_contract(remote_factory(port));
}

TEST_CASE("A served environment shows the same bytes as the same one built in", "[threads]") {
  Registry registry;
  add_builtin_environments(registry);
  for (const char* id : {"cartpole", "forage", "tag", "couriers", "hide-and-seek", "box-world"}) {
    CAPTURE(id);
    const EnvironmentEntry entry = registry.find(id);
    const EnvironmentFactory local = [&] {
      return make_environment(entry, Options(entry.options));
    };
    const std::uint16_t port = free_port();
    const Host host(local, {.port = port});
    const EnvironmentFactory remote = remote_factory(port);
    CHECK(digests(remote(), 5) == digests(local(), 5));
  }
}

TEST_CASE("Served environments behave the same on 1 and 4 threads", "[threads]") {
  const std::uint16_t port = free_port();
  const Host host(meadow(), {.port = port, .threads = 3});
  const EnvironmentFactory factory = remote_factory(port);
  CHECK(fingerprints(factory, 12, 4) == fingerprints(factory, 12, 1));
  CHECK(fingerprints(factory, 12, 4) == fingerprints(meadow(), 12, 1));
}

TEST_CASE("As many environments as are wanted come from one client program", "[threads]") {
  const std::uint16_t port = free_port();
  std::atomic<int> made{0};
  const EnvironmentFactory counted = [&made]() -> std::unique_ptr<Environment> {
    ++made;
    return std::make_unique<ToyMeadow>();
  };
  const Host host(counted, {.port = port});
  const EnvironmentFactory factory = remote_factory(port);
  for (int round = 0; round < 2; ++round) {
    std::vector<std::unique_ptr<Environment>> all;
    for (int i = 0; i < 20; ++i) {
      all.push_back(factory());
      all.back()->reset(static_cast<std::uint64_t>(i));
    }
    for (int i = 0; i < 20; ++i) CHECK(factory() != nullptr);  // One after the other.
  }
  CHECK(made <= 22);  // Another one for the description, and the spare one for those in a row.
}

TEST_CASE("Environments that have not begun an episode count as used", "[threads]") {
  const std::uint16_t port = free_port();
  const Host host(meadow(), {.port = port});
  const EnvironmentFactory factory = remote_factory(port);
  const auto first = factory(), second = factory();
  first->reset(1);
  CHECK(second->spec() == first->spec());
}

TEST_CASE("An environment that does not draw is drawn by what is seen", "[threads]") {
  const std::uint16_t port = free_port();
  const Host host(meadow(), {.port = port, .draws = false});
  const auto environment = remote_factory(port)();
  environment->reset(1);
  Scene scene;
  environment->draw(scene);
  CHECK(scene.shapes.size() == 2);  // The two agents; nothing else has a position.
}

TEST_CASE("What a served environment does wrong is told with the name of its client", "[threads]") {
  struct Case {
    Fault fault;
    const char* message;
  };
  const Case cases[] = {
      {Fault::kNanReward, "reward of agent 1: found nan, wanted a number in [-1, 1]"},
      {Fault::kNanFeature, "agent 0: entity type gate, feature x: found nan"},
      {Fault::kTwiceTheSameId, "found 2 twice"},
      {Fault::kLostFixedEntity, "entity type gate: found 0 rows, wanted 1"},
      {Fault::kNothingAllowed, "found nothing allowed"},
      {Fault::kShortMask, "agent 0: "},
      {Fault::kFewRays, "agent 0: "},
      {Fault::kShortPicture, "agent 0: "},
      {Fault::kEarlyOutcome, "outcome: found one before the episode's end"},
      {Fault::kStepThrows, "reports in its answer to 'step': bees"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.message);
    const std::uint16_t port = free_port();
    const Host host(meadow(wrong.fault), {.port = port});
    const std::string id = "socket:" + std::to_string(port);
    std::string told;
    try {
      digests(remote_factory(port)(), 1);
    } catch (const EpisodeError& error) {
      told = error.what();
      CHECK(error.trace().step == ToyMeadow::kFaultyStep);
    }
    CHECK_THAT(told, Contains("environment toy-meadow") &&
                         Contains("step 3: step: " + id + ", client 'arena' (127.0.0.1:"));
    CHECK_THAT(told, Contains(wrong.message));
  }
}

TEST_CASE("Ids that make no sense, and ports that are taken, are refused") {
  Registry registry;
  add_socket_environments(registry, {});
  for (const char* id :
       {"socket:", "socket:0", "socket:65536", "socket:12a", "socket:localhost:1"}) {
    CHECK_THROWS_WITH(registry.find(id), Contains(id) && Contains("wanted a port in [1, 65535]"));
  }
  SocketPlace place;
  const OwnedDescriptor taken = listen_at(place);
  REQUIRE(place.port > 0);
  try {
    remote_factory(place.port)();
    FAIL("the port is taken");
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kRequest);
    CHECK_THAT(error.what(), Contains("cannot listen on 127.0.0.1:" + std::to_string(place.port)));
  }
  const EnvironmentEntry entry = registry.find("socket:" + std::to_string(free_port()));
  Options options(entry.options);
  options.set("host", std::string("nowhere"));
  CHECK_THROWS_WITH(make_environment(entry, options),
                    Contains("found \"nowhere\", wanted an IP address"));
}
