#include "experiments/machine/memory_need.h"

#include <catch2/catch.hpp>

#include "support/saccade_program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

MemoryNeed need_of(const std::string& env, const std::vector<std::string>& sets) {
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_experiment(env, sets, environments);
  return measure_need(config, environment_factory(config, environments));
}

}  // namespace

TEST_CASE("what a policy remembers at the start of each sequence is part of the need") {
  const auto states_of = [](const std::string& memory, const std::string& separate) {
    return need_of("cartpole", {"policy.memory=" + memory, "policy.separate_value=" + separate,
                                "policy.width=16", "rollout.envs=4", "rollout.horizon=20"})
        .states;
  };
  CHECK(states_of("none", "true") == 0);
  CHECK(states_of("lstm", "false") == 4 * 2 * 2 * 16 * sizeof(float));  // Two sequences.
  CHECK(states_of("lstm", "true") == 2 * states_of("lstm", "false"));
}

TEST_CASE("a need is refused beyond a limit, with both numbers and what to lower") {
  const MemoryNeed need{.environment = 1 << 20, .step = 64, .environments = 4096, .steps = 0};
  CHECK_NOTHROW(check_memory(need, {}));
  CHECK_NOTHROW(check_memory(need, {{std::uint64_t{4} << 30, "this"}}));
  CHECK_THROWS_WITH(check_memory(need, {{std::uint64_t{5} << 30, "this"}, {1 << 30, "that"}}),
                    Contains("4096 environments of 1024 KiB each") && Contains("take 4.00 GiB") &&
                        Contains("that leaves 1.00 GiB") && Contains("lower rollout.envs"));
}

TEST_CASE("what a training records is counted by step and agent") {
  const MemoryNeed need = need_of("cartpole", {"rollout.envs=8", "rollout.horizon=16"});
  CHECK(need.steps == 8 * 16);
  CHECK(need.step == 4 * 7);
}

TEST_CASE("a rollout that is collected while another one is learned from is part of the need") {
  const auto need = [](const std::string& algorithm) {
    return need_of("cartpole", {"rollout.envs=8", "policy.memory=gru", algorithm});
  };
  const MemoryNeed one = need("algorithm=a2c"), two = need("algorithm=vtrace");
  CHECK(two.step == one.step + 4 * 5);  // But for the targets, which stand once.
  CHECK(two.states == 2 * one.states);
}

TEST_CASE("the machine's memory is a limit") {
  const std::vector<MemoryLimit> limits = memory_limits();
  REQUIRE_FALSE(limits.empty());
  CHECK(limits.back().bytes > 1 << 20);
}

// Sanitizers have a malloc of their own, and need more address space than any limit leaves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST_CASE("an environment is measured by what it takes from malloc") {
  const MemoryNeed need = need_of("forage", {});
  CHECK(need.environment > 100 << 10);  // Box2D's world alone has a stack of 100 KiB.
  CHECK(need.environment < 1 << 20);
}

TEST_CASE("too many environments for a limit are refused before anything is made") {
  const testing::TemporaryFolder folder;
  const auto train = [&folder](const std::string& limit, const std::string& envs) {
    return testing::run_program_in(
        folder.path(), "sh",
        {"-c",
         "ulimit " + limit +
             "; exec \"$0\" train forage --quiet --threads 1 --steps 1"
             " --set eval.episodes=0 --set rollout.horizon=2 --set rollout.envs=" +
             envs,
         SACCADE_PROGRAM});
  };
  for (const auto& [limit, words] : {std::pair<std::string, std::string>{"-v 4000000", "ulimit -v"},
                                     {"-d 4000000", "ulimit -d"}}) {
    const testing::ProgramResult refused = train(limit, "65536");
    INFO(refused.err);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("error: memory: 65536 environments") && Contains(words));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "runs"));
    CHECK(train(limit, "256").status == 0);
    std::filesystem::remove_all(folder.path() / "runs");
  }
}

TEST_CASE("memory that ends while environments are made is an error, not a crash",
          "[memory-limit]") {
  const testing::TemporaryFolder folder;
  // The estimate counts less than is taken: here it does not see the end coming.
  const MemoryNeed need = need_of("forage", {"rollout.envs=8192", "rollout.horizon=2"});
  const int beyond = GENERATE(96, 112, 128, 144);  // MiB
  CAPTURE(beyond);
  const std::uint64_t limit = need.total() / 1024 + (static_cast<std::uint64_t>(beyond) << 10);
  const testing::ProgramResult failed = testing::run_program_in(
      folder.path(), "sh",
      {"-c",
       "ulimit -v " + std::to_string(limit) +
           "; exec \"$0\" train forage --quiet --threads 1 --set rollout.envs=8192"
           " --set rollout.horizon=2",
       SACCADE_PROGRAM});
  INFO(failed.err);
  CHECK(failed.status == 1);
  CHECK_THAT(failed.err, Contains("out of memory"));
  CHECK(std::count(failed.err.begin(), failed.err.end(), '\n') == 1);
}

#endif

}  // namespace saccade
