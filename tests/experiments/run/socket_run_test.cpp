// Runs in environments that another program serves: bit for bit those in the same ones built in.
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "experiments/checkpoint/checkpoint.h"
#include "experiments/run/failed_episode.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "socket/served.h"
#include "support/toy_meadow.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using namespace testing;
using Catch::Matchers::Contains;

/// Of a built-in environment with its default options.
EnvironmentFactory local_factory(const RegisteredEnvironments& environments,
                                 const std::string& id) {
  const EnvironmentEntry entry = environments.registry().find(id);
  return [entry] { return make_environment(entry, Options(entry.options)); };
}

Sets socket_sets(std::uint16_t port) {
  return with({"env.id=socket:" + std::to_string(port), "env.wait=30"});
}

/// Of a meadow, whose picture is small.
Sets meadow_sets(std::uint16_t port) {
  Sets sets = socket_sets(port);
  sets.emplace_back("policy.image_patch=1");
  return sets;
}

/// All but the configuration, which names another environment.
void check_same_results(const fs::path& a, const fs::path& b) {
  CHECK(without_times(a / "metrics.csv") == without_times(b / "metrics.csv"));
  CHECK(without_times(a / "evals.csv") == without_times(b / "evals.csv"));
  const Checkpoint first = read_checkpoint(checkpoint_path(a, kSteps));
  const Checkpoint second = read_checkpoint(checkpoint_path(b, kSteps));
  CHECK(first.env_id == second.env_id);
  REQUIRE(first.tensors.size() == second.tensors.size());
  for (const auto& [name, tensor] : first.tensors) {
    CAPTURE(name);
    CHECK(tensor.shape == second.tensors.at(name).shape);
    CHECK(tensor.bytes == second.tensors.at(name).bytes);
  }
}

/// The run "killed", whose last checkpoint was written in the middle of episodes.
void begin_run(Runs& runs, const std::string& id, const Sets& sets) {
  Training training(load_experiment(id, sets, runs.environments()), runs.environments(),
                    runs.folder("killed").string());
  for (int i = 0; i < 5; ++i) training.advance();
}

/// A meadow whose rewards depend on what was before the episode.
class RestlessMeadow final : public ToyMeadow {
 public:
  explicit RestlessMeadow(std::atomic<int>& steps) : steps_(steps) {}

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const StepResult result = ToyMeadow::step(actions, rewards);
    rewards[0] += 1e-6F * static_cast<float>(++steps_);
    return result;
  }

 private:
  std::atomic<int>& steps_;
};

}  // namespace

TEST_CASE("a run over a socket has the bits of the run in the same environment built in",
          "[threads]") {
  const std::string env = GENERATE("cartpole", "forage", "tag");
  CAPTURE(env);
  Runs runs;
  const fs::path local = runs.train("local", env, with({}));
  const std::uint16_t port = free_port();
  const Host host(local_factory(runs.environments(), env), {.port = port, .threads = 2});
  Runs others;  // With its clients, which it tells to close before the host is waited for.
  check_same_results(local, others.train("remote", env, socket_sets(port)));
}

TEST_CASE("a run over a socket that was killed continues as if it had not been", "[threads]") {
  const std::uint16_t port = free_port();
  const Host host(meadow(), {.port = port});
  Runs runs;
  const std::string id = "socket:" + std::to_string(port);
  const fs::path whole = runs.train("whole", id, meadow_sets(port));
  begin_run(runs, id, meadow_sets(port));
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.environments()),
                   runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

TEST_CASE("a client whose episodes cannot be repeated is told so when a run is resumed",
          "[threads]") {
  const std::uint16_t port = free_port();
  std::atomic<int> steps{0};
  const Host host([&steps] { return std::make_unique<RestlessMeadow>(steps); }, {.port = port});
  Runs runs;
  const std::string id = "socket:" + std::to_string(port);
  begin_run(runs, id, meadow_sets(port));
  const fs::path run = runs.folder("killed");
  try {
    const Training resumed(open_for_resume(run, {}, runs.environments()), runs.environments());
    FAIL("the episodes are other ones");
  } catch (const EpisodeError& error) {
    CHECK_THAT(error.what(), Contains("environment toy-meadow") && Contains("not deterministic"));
    const fs::path file = run / "failed.json";
    write_failed_episode(file, load_experiment(id, meadow_sets(port), runs.environments()), error);
    CHECK(read_failed_episode(file, runs.environments().registry()).trace.environment == id);
  }
}

TEST_CASE("an environment in another program has a folder without a colon") {
  CHECK(file_label("socket:5555") == "socket-5555");
  CHECK(file_label("gym:ALE/Pong-v5") == "gym-ALE-Pong-v5");
  CHECK(file_label("crowd-nav") == "crowd-nav");
  const RegisteredEnvironments environments;
  CHECK(environments.knows("socket:5555"));
  CHECK(environments.knows("cartpole"));
  CHECK_FALSE(environments.knows("socket"));
  CHECK_FALSE(environments.knows("sock:5555"));
}

}  // namespace saccade
