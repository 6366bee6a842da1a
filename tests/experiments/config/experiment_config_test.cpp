#include "experiments/config/experiment_config.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "experiments/config/config_schema.h"
#include "experiments/config/config_text.h"
#include "experiments/config/configurations.h"
#include "experiments/config/presets.h"
#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::experiment;
using testing::parsed;
using testing::Sets;

}  // namespace

TEST_CASE("threads is the number of threads, 0 one per processor") {
  CHECK(thread_count(experiment("cartpole", {"threads=3"})) == 3);
  CHECK(thread_count(experiment("cartpole", {"threads=0"})) >= 1);
}

TEST_CASE("options of the environment reach the environment") {
  RegisteredEnvironments environments;
  const auto heads = [&](const Sets& sets) {
    const ExperimentConfig config = load_experiment("forage", sets, environments);
    return environment_factory(config, environments)()->spec().kinds[0].action.heads;
  };
  CHECK(std::holds_alternative<ContinuousHead>(heads({"env.action=continuous"}).at(0)));
  CHECK(std::holds_alternative<CategoricalHead>(heads({"env.action=discrete"}).at(0)));
}

TEST_CASE("a configuration is read back from what was written") {
  for (const std::string& name : preset_names()) {
    const std::string text =
        write_config(experiment(name, {"seed=9", "optimiser.learning_rate=0.1"}));
    CHECK(write_config(parsed(text)) == text);
    CHECK_THAT(text, Contains("learning_rate = 0.1\n"));
  }
}

TEST_CASE("there is a preset for each environment, and it names that environment") {
  const std::vector<std::string> names = preset_names();
  const std::set<std::string> found(names.begin(), names.end());
  for (const char* name :
       {"forage", "minefield", "cartpole", "pendulum", "lunar-lander", "lunar-lander-continuous"}) {
    REQUIRE(found.contains(name));
    CHECK(experiment(name).env_id == name);
  }
}

TEST_CASE("numbers without fraction are integers and integers are numbers") {
  CHECK(experiment("cartpole", {"steps=1e5"}).steps == 100'000);
  CHECK(experiment("cartpole", {"rollout.gamma=1"}).learner.rollout.gamma == 1);
  CHECK_THROWS_WITH(experiment("cartpole", {"steps=1.5"}), Contains("found 1.5, wanted a whole"));
}

TEST_CASE("unknown names are refused, with the nearest suggested") {
  CHECK_THROWS_WITH(experiment("cartpol"), Contains("did you mean 'cartpole'?"));
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.gama=1"}),
                    Contains("unknown key 'rollout.gama'; did you mean 'rollout.gamma'?"));
  CHECK_THROWS_WITH(experiment("forage", {"env.food_mni=1"}),
                    Contains("did you mean 'env.food_min'?"));
  CHECK_THROWS_WITH(experiment("forage", {"env.id=forge"}), Contains("forage"));
}

TEST_CASE("values of the wrong type or out of range are refused, with what is wanted") {
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.gamma=2"}),
                    Contains("rollout.gamma: found 2, wanted a number in [0, 1]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.gamma=nan"}), Contains("wanted a number"));
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.envs=many"}),
                    Contains("found \"many\", wanted a whole number in [1, 65536]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"seed=-1"}), Contains("at least 0"));
  CHECK_THROWS_WITH(experiment("cartpole", {"policy.separate_value=1"}),
                    Contains("wanted true or false"));
  CHECK_THROWS_WITH(experiment("cartpole", {"policy.encoder=attn"}),
                    Contains("wanted one of attention, mean_pool, max_pool, mlp"));
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.gamma"}), Contains("wanted key=value"));
  CHECK_THROWS_WITH(experiment("cartpole", {"plugins=x"}), Contains("--plugin"));
}

TEST_CASE("a list of whole numbers is a value, on the command line and in a file") {
  using Widths = std::vector<int>;
  const auto widths = [](const ExperimentConfig& config) {
    return config.learner.policy.actor_hidden;
  };
  CHECK(widths(experiment("cartpole")).empty());
  CHECK(widths(experiment("cartpole", {"policy.actor_hidden=[64, 32]"})) == Widths{64, 32});
  CHECK(widths(experiment("cartpole", {"policy.actor_hidden=[8]", "policy.actor_hidden=[]"}))
            .empty());
  const std::string text = "[env]\nid = \"cartpole\"\n[policy]\nactor_hidden = [\n  7,\n  5\n]\n";
  CHECK(widths(parsed(text)) == Widths{7, 5});
  CHECK_THAT(write_config(parsed(text)),
             Contains("actor_hidden = [7, 5]\n") && Contains("critic_hidden = []\n"));
}

TEST_CASE("what is no list of widths is refused, with what is wanted") {
  const auto message = [](const std::string& value) {
    return "--set policy.critic_hidden=" + value + ": policy.critic_hidden: found " + value +
           ", wanted a list of at most 16 whole numbers in [1, 65536]";
  };
  for (const std::string value : {"64", "true", "[0]", "[64, 65537]", "[-1]", "64.0"}) {
    CHECK_THROWS_WITH(experiment("cartpole", {"policy.critic_hidden=" + value}), message(value));
  }
  for (const std::string value : {"[1.5]", "[[1]]", "[64, \"a\"]", "64,64"}) {
    CHECK_THROWS_WITH(experiment("cartpole", {"policy.critic_hidden=" + value}),
                      Contains("policy.critic_hidden: found \"") && Contains("wanted a list"));
  }
  std::string many = "[1";
  for (int i = 0; i < 16; ++i) many += ", 1";
  CHECK_THROWS_WITH(experiment("cartpole", {"policy.critic_hidden=" + many + "]"}),
                    Contains("found a list of 17, wanted a list of at most 16"));
  // Options of environments and algorithms take none.
  CHECK_THROWS_WITH(experiment("forage", {"env.food_min=[1]"}), Contains("env.food_min: found"));
  CHECK_THROWS_WITH(experiment("forage", {"ppo.clip=[1]"}), Contains("ppo.clip: found"));
  CHECK_THROWS_WITH(experiment("forage", {"algorithm=[1]"}), Contains("found [1], wanted a name"));
  CHECK_THROWS_WITH(experiment("forage", {"env.id=[]"}), Contains("found [], wanted the id"));
}

TEST_CASE("errors in a file name the file and the line") {
  CHECK_THROWS_WITH(parsed("[env]\nid = \"cartpole\"\n[rollout]\ngama = 0.9\n"),
                    Contains("x.toml:4: unknown key 'rollout.gama'"));
  CHECK_THROWS_WITH(parsed("seed = \n"), Contains("x.toml:1:"));
  CHECK_THROWS_WITH(parsed("seed = [1]\n[env]\nid = \"cartpole\"\n"),
                    Contains("x.toml:1: seed: found [1], wanted a whole number"));
  CHECK_THROWS_WITH(parsed("seed = [1.5]\n[env]\nid = \"cartpole\"\n"),
                    Contains("x.toml:1: seed: found an array of something else, wanted"));
  CHECK_THROWS_WITH(parsed("seed = 1\n"), Contains("x.toml: env.id is missing"));
  CHECK_THROWS_WITH(parsed("[env]\nid = 3\n"), Contains("x.toml:2: env.id: found 3"));
  CHECK_THROWS_WITH(parsed("plugins = [1]\n"), Contains("x.toml:1: plugins: wanted an array"));
  CHECK_THROWS_WITH(parsed("plugins = [\"none.so\"]\n[env]\nid = \"x\"\n"), Contains("none.so"));
}

TEST_CASE("a text that no person writes as a configuration is refused by line") {
  std::string parts;
  for (int i = 0; i < 30'000; ++i) parts += "a.";
  const auto message = Contains("x.toml:2: found a key of more than 16 parts");
  CHECK_THROWS_WITH(parsed("seed = 1\n" + parts + "a = 1\n"), message);
  CHECK_THROWS_WITH(parsed("\n[" + parts + "a]\n"), message);
  CHECK_THROWS_WITH(parsed("x = \"\"\"\n\"\"\"\"\n\n[" + parts + "a]\n"), Contains("x.toml:4:"));
  CHECK_THROWS_WITH(parsed("\nx = { y = '=', " + parts + "a = 1 }\n"), message);
  CHECK_THROWS_WITH(parsed("seed = " + std::string(100'000, '[')), Contains("x.toml:1:"));
  CHECK_THROWS_WITH(parsed("#" + std::string(1 << 20, 'x')),
                    Contains("found 1048577 bytes, wanted at most 1048576"));
  CHECK_THROWS_WITH(experiment("cartpole", {"rollout.gamma=1\n" + parts + "a = 1"}),
                    Contains("rollout.gamma"));
}

TEST_CASE("dots that part no key do no harm") {
  const std::string dots(40, '.'), quotes(3, '\'');
  const std::string text = "# " + dots + "\nseed = 7  # '" + dots + "\n[env]\nid = \"cartpole\"\n";
  CHECK(parsed(text).seed == 7);
  CHECK_THROWS_WITH(parsed("[env]\nid = " + quotes + dots + quotes + "\n"), Contains(dots));
  CHECK_THROWS_WITH(parsed("[env]\nid = \"\\\"" + dots + "\"\n"), Contains(dots));
}

TEST_CASE("letters beyond ASCII are text in quotes and an error elsewhere") {
  CHECK_THROWS_WITH(parsed("[env]\nid = \"\"\"\\\n \u00e9t\u00e9\"\"\"\n"),
                    Contains("\u00e9t\u00e9"));
  CHECK_THROWS_WITH(parsed("seed \u00e9 = 1\n"), Contains("x.toml:1:"));
  CHECK_THROWS_WITH(parsed("x \xc4\xb5"
                           "50\n"),
                    Contains("x.toml:1:"));
}

TEST_CASE("a table without a name is an error in every build") {
  CHECK_THROWS_WITH(parsed("[ ="), Contains("x.toml:1: found text that is not TOML"));
  CHECK_THROWS_WITH(parsed("seed = 1\n\n[[ =\n[env]\n"),
                    Contains("x.toml:3: found text that is not TOML"));
}

TEST_CASE("a file is named by its path, and need not name every key") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "mine.toml";
  write_atomically(file, "[env]\nid = \"pendulum\"\n");
  CHECK(experiment(file.string()).env_id == "pendulum");
  CHECK_THROWS_WITH(experiment(file.string() + ".toml"), Contains("No such file"));
  CHECK_THROWS_WITH(experiment(folder.path().string()), Contains("it is a folder"));
}

TEST_CASE("a plug-in that is gone is named, with the way to tell where it went") {
  RegisteredEnvironments environments;
  const auto trust = [](const Sets&) { return true; };
  CHECK_THROWS_WITH(
      parse_config("plugins = [\"/none/libworld.so\"]\n[env]\nid = \"cartpole\"\n", "config.toml",
                   environments, trust),
      Contains("config.toml") && Contains("/none/libworld.so") && Contains("--plugin FILE"));
}

TEST_CASE("plug-ins that are not trusted are left out, or refused where they are needed") {
  const std::string plugins = "plugins = [\"/none/a.so\", \"/none/q'.so\"]\n[env]\nid = ";
  CHECK(parsed(plugins + "\"cartpole\"\n").plugins.empty());
  CHECK_THROWS_WITH(parsed(plugins + "\"world\"\n"),
                    Contains("x.toml: names the plug-in '/none/a.so'") &&
                        Contains("add --plugin /none/a.so --plugin '/none/q'\\''.so'"));
}

TEST_CASE("another environment brings its own options") {
  const ExperimentConfig config = experiment("cartpole", {"env.id=forage", "env.food_min=2"});
  CHECK(config.env_id == "forage");
  CHECK(config.env_options.get<int>("food_min") == 2);
}

TEST_CASE("the description of the keys names each with its default") {
  const std::string text = describe_config_keys();
  for (const ConfigKey& key : config_keys())
    CHECK_THAT(text, Contains(key.name + std::string(" = ")));
  CHECK_THAT(text, Contains("rollout.gamma = 0.99  (a number in [0, 1])"));
}

}  // namespace saccade
