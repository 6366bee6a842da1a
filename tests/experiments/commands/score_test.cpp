// What a preset learns, end to end: its score must be the one that it is known for.
#include <catch2/catch.hpp>

#include "support/saccade_program.h"

using saccade::testing::json_of;
using saccade::testing::run;
using saccade::testing::TemporaryFolder;

// Takes some seconds: the whole training of the preset.
TEST_CASE("the preset cartpole solves its task", "[.][score]") {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "run").string();
  REQUIRE(run({"train", "cartpole", "--seed", "1", "--out", out, "--quiet"}).status == 0);
  const auto report = json_of({"eval", out, "--episodes", "100", "--seed", "0", "--json"});
  CHECK(report["return_mean"].get<double>() >= 475);  // Gymnasium's reward threshold, CartPole-v1.
  const auto random = json_of(
      {"eval", "cartpole", "--policy", "random", "--episodes", "100", "--seed", "0", "--json"});
  CHECK(random["return_mean"].get<double>() < 50);
}
