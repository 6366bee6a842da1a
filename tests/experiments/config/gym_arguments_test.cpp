// Arguments of environments in Python are keys of a configuration.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "experiments/config/config_text.h"
#include "experiments/config/configurations.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::experiment;
using testing::parsed;
using Texts = std::vector<std::string>;

Texts arguments(const ExperimentConfig& config) {
  return config.env_options.get<Texts>("kwargs");
}

}  // namespace

TEST_CASE("what is no option of gym:ID is an argument of the environment") {
  const ExperimentConfig config =
      experiment("gym:LunarLander-v3", {"env.continuous=true", "env.gravity=-5.5", "env.name=moon",
                                        "env.config.lanes=4", "env.timeout=7", "env.gravity=-6"});
  CHECK(arguments(config) ==
        Texts{"continuous=true", "gravity=-6", "name=\"moon\"", "config.lanes=4"});
  CHECK(config.env_options.get<double>("timeout") == 7);
}

TEST_CASE("arguments of an environment are kept in a run's configuration") {
  const ExperimentConfig config =
      experiment("gym:CartPole-v1", {"env.sutton_barto_reward=true", "env.name=\"a b\""});
  const std::string text = write_config(config);
  CHECK(arguments(parsed(text)) == arguments(config));
  CHECK(write_config(parsed(text)) == text);
}

TEST_CASE("a list of arguments adds to those that are there, an empty one clears them") {
  const std::string id = "gym:CartPole-v1";
  CHECK(arguments(experiment(id, {"env.a=1", "env.kwargs=[\"b=2\", \"a=3\"]"})) ==
        Texts{"a=3", "b=2"});
  CHECK(arguments(experiment(id, {"env.a=1", "env.kwargs=[]"})).empty());
  CHECK(arguments(experiment(id, {"env.kwargs=[\"timeout=1\"]"})) == Texts{"timeout=1"});
}

TEST_CASE("environments that are built in take no arguments") {
  CHECK_THROWS_WITH(experiment("cartpole", {"env.gravity=1"}),
                    Contains("unknown key 'env.gravity'"));
}

}  // namespace saccade
