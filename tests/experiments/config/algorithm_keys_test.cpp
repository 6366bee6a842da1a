// The choice of an algorithm, its options, and keys that got another name.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "experiments/config/config_keys.h"
#include "experiments/config/config_text.h"
#include "experiments/config/configurations.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::experiment;
using testing::parsed;
using testing::Sets;

bool is_key(const std::string& name) {
  const std::vector<ConfigKey>& keys = config_keys();
  return std::any_of(keys.begin(), keys.end(),
                     [&name](const ConfigKey& key) { return key.name == name; });
}

bool is_option(const AlgorithmEntry& algorithm, const std::string& name) {
  return std::any_of(
      algorithm.options.begin(), algorithm.options.end(),
      [&](const OptionSpec& spec) { return algorithm.name + "." + spec.name == name; });
}

/// A file that trains cartpole by the algorithm.
std::string file_of(const std::string& algorithm, const std::string& rest) {
  return "algorithm = \"" + algorithm + "\"\n[env]\nid = \"cartpole\"\n" + rest;
}

}  // namespace

TEST_CASE("a key that got another name is refused with the new name, which is a key") {
  const std::vector<std::pair<std::string, std::string>> renamed = {
      {"ppo.envs", "rollout.envs"},
      {"ppo.horizon", "rollout.horizon"},
      {"ppo.gamma", "rollout.gamma"},
      {"ppo.gae_lambda", "rollout.gae_lambda"},
      {"ppo.scale_rewards", "rollout.scale_rewards"},
      {"ppo.learning_rate", "optimiser.learning_rate"},
      {"ppo.learning_rate_final", "optimiser.learning_rate_final"},
      {"ppo.adam_epsilon", "optimiser.epsilon"},
      {"ppo.max_grad_norm", "optimiser.max_grad_norm"}};
  for (const auto& [old_name, new_name] : renamed) {
    INFO(old_name);
    CHECK(renamed_key(old_name) == new_name);
    CHECK(is_key(new_name));
    const auto message =
        Contains("unknown key '" + old_name + "'; it is called '" + new_name + "' now");
    CHECK_THROWS_WITH(experiment("cartpole", {old_name + "=1"}), message);
    CHECK_THROWS_WITH(parsed(old_name + " = 1\n[env]\nid = \"cartpole\"\n"),
                      Contains("x.toml:1: ") && message);
  }
}

TEST_CASE("a key that kept its name is still an option of PPO") {
  for (const char* name :
       {"ppo.epochs", "ppo.minibatches", "ppo.clip", "ppo.clip_final", "ppo.value_clip",
        "ppo.value_coefficient", "ppo.entropy_coefficient", "ppo.entropy_coefficient_final",
        "ppo.target_kl", "ppo.normalise_advantages"}) {
    INFO(name);
    CHECK(renamed_key(name).empty());
    CHECK(is_option(find_algorithm("ppo"), name));
  }
}

TEST_CASE("PPO is the algorithm unless another one is chosen") {
  const ExperimentConfig config = parsed("[env]\nid = \"cartpole\"\n[ppo]\nepochs = 20\n");
  CHECK(config.learner.algorithm.name == "ppo");
  CHECK(config.learner.algorithm.options.get<int>("epochs") == 20);
}

TEST_CASE("an algorithm brings its options, by --set and in a file") {
  const ExperimentConfig by_set =
      experiment("cartpole", {"algorithm=a2c", "a2c.value_coefficient=1"});
  const ExperimentConfig by_file = parsed(file_of("a2c", "[a2c]\nvalue_coefficient = 1\n"));
  for (const ExperimentConfig& config : {by_set, by_file}) {
    const AlgorithmConfig& algorithm = config.learner.algorithm;
    CHECK(algorithm.name == "a2c");
    REQUIRE(algorithm.options.specs().size() == find_algorithm("a2c").options.size());
    CHECK(algorithm.options.get<double>("value_coefficient") == 1);
    CHECK(algorithm.options.get<double>("entropy_coefficient") == 0.01);
  }
}

TEST_CASE("another algorithm has its options at their defaults, the same one keeps them") {
  const Sets sets = {"ppo.epochs=7", "algorithm=ppo"};
  CHECK(experiment("pendulum", sets).learner.algorithm.options.get<int>("epochs") == 7);
  const Sets there_and_back = {"ppo.epochs=7", "algorithm=a2c", "algorithm=ppo"};
  CHECK(experiment("pendulum", there_and_back).learner.algorithm.options.get<int>("epochs") == 4);
}

TEST_CASE("options of an algorithm that is not chosen are refused") {
  CHECK_THROWS_WITH(experiment("cartpole", {"a2c.value_coefficient=1"}),
                    Contains("a2c.value_coefficient: has no effect with algorithm = \"ppo\""));
  CHECK_THROWS_WITH(experiment("cartpole", {"algorithm=a2c", "ppo.clip=0.1"}),
                    Contains("ppo.clip: has no effect with algorithm = \"a2c\""));
  CHECK_THROWS_WITH(parsed(file_of("a2c", "[ppo]\nclip = 0.1\n")),
                    Contains("x.toml:5: ppo.clip: has no effect with algorithm = \"a2c\""));
}

TEST_CASE("values that an algorithm's option does not take are refused, with the key") {
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.clip=20"}),
                    Contains("ppo.clip: found 20, wanted a number in [0, 10]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.clip=nan"}),
                    Contains("wanted a number in [0, 10]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.epochs=1.5"}),
                    Contains("ppo.epochs: found 1.5, wanted a whole number in [1, 1000]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.normalise_advantages=1"}),
                    Contains("ppo.normalise_advantages: found \"1\", wanted one of minibatch, "
                             "batch, none"));
  CHECK_THROWS_WITH(experiment("forage", {"env.hunters_max=-1"}),
                    Contains("env.hunters_max: found -1"));
  CHECK_THROWS_WITH(experiment("cartpole", {"algorithm=3"}),
                    Contains("algorithm: found 3, wanted a name"));
}

TEST_CASE("numbers of an algorithm's option without fraction are integers, integers are numbers") {
  const ExperimentConfig config = experiment("cartpole", {"ppo.epochs=1e1", "ppo.clip=1"});
  CHECK(config.learner.algorithm.options.get<int>("epochs") == 10);
  CHECK(config.learner.algorithm.options.get<double>("clip") == 1);
}

TEST_CASE("what older versions wrote about PPO's advantages is understood") {
  const auto normalised = [](const ExperimentConfig& config) {
    return config.learner.algorithm.options.get<std::string>("normalise_advantages");
  };
  CHECK(normalised(experiment("cartpole", {})) == "minibatch");
  CHECK(normalised(experiment("cartpole", {"ppo.normalise_advantages=false"})) == "none");
  const std::string ppo = "[ppo]\nnormalise_advantages = true\n";
  CHECK(normalised(parsed("[env]\nid = \"cartpole\"\n" + ppo)) == "minibatch");
}

TEST_CASE("a misspelt algorithm or option gets the nearest suggested") {
  CHECK_THROWS_WITH(
      experiment("cartpole", {"algorithm=pp"}),
      Contains("algorithm: found 'pp', wanted one of ppo, a2c, reinforce, vtrace; did you mean "
               "'ppo'?"));
  CHECK_THROWS_WITH(parsed(file_of("a3c", "")),
                    Contains("x.toml:1: ") && Contains("did you mean 'a2c'?"));
  CHECK_THROWS_WITH(experiment("cartpole", {"algoritm=ppo"}),
                    Contains("did you mean 'algorithm'?"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.epoch=1"}),
                    Contains("unknown key 'ppo.epoch'; did you mean 'ppo.epochs'?"));
  CHECK_THROWS_WITH(experiment("cartpole", {"algorithm=a2c", "a2c.value_coeficient=1"}),
                    Contains("did you mean 'a2c.value_coefficient'?"));
}

TEST_CASE("the configuration of every algorithm is read back from what was written") {
  for (const AlgorithmEntry& algorithm : algorithms()) {
    INFO(algorithm.name);
    const std::string text = write_config(experiment("forage", {"algorithm=" + algorithm.name}));
    CHECK(write_config(parsed(text)) == text);
    CHECK_THAT(text, Contains("algorithm = \"" + algorithm.name + "\"\n"));
    CHECK_THAT(text, Contains("\n[" + algorithm.name + "]\n"));
    for (const AlgorithmEntry& other : algorithms()) {
      if (other.name != algorithm.name) CHECK_THAT(text, !Contains("[" + other.name + "]"));
    }
  }
}

TEST_CASE("the description of the keys names every option of every algorithm") {
  const std::string text = describe_config_keys();
  CHECK_THAT(text, Contains("algorithm = \"ppo\"  (one of ppo, a2c"));
  for (const AlgorithmEntry& algorithm : algorithms()) {
    CHECK_THAT(text, Contains("    " + algorithm.name + ": " + algorithm.summary + "\n"));
    for (const OptionSpec& spec : algorithm.options) {
      CHECK_THAT(text,
                 Contains("\n" + algorithm.name + "." + spec.name + " = ") && Contains(spec.help));
    }
  }
  CHECK_THAT(text, Contains("ppo.clip = 0.2  (a number in [0, 10])\n"));
  CHECK_THAT(text, Contains("ppo.epochs = 4  (a whole number in [1, 1000])\n"));
  CHECK_THAT(text, Contains("a2c.normalise_advantages = false  (true or false)\n"));
}

}  // namespace saccade
