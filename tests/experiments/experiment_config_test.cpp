#include "experiments/config/experiment_config.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "agents/learner.h"
#include "experiments/config/config_schema.h"
#include "experiments/config/presets.h"
#include "experiments/run/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Sets = std::vector<std::string>;

ExperimentConfig experiment(const std::string& name, const Sets& sets = {}) {
  Catalogue catalogue;
  return load_experiment(name, sets, catalogue);
}

ExperimentConfig parsed(const std::string& text) {
  Catalogue catalogue;
  return parse_config(text, "x.toml", catalogue);
}

/// A value of the key that differs from the one in `config` and suits every other key's.
std::string other_value(const ConfigKey& key, const ExperimentConfig& config) {
  static const std::map<std::string, std::string> kChosen = {{"policy.encoder", "mean_pool"},
                                                             {"policy.activation", "tanh"},
                                                             {"ppo.clip", "0.001"},
                                                             {"ppo.clip_final", "0.001"},
                                                             {"ppo.value_clip", "0.001"},
                                                             {"ppo.target_kl", "1e-9"},
                                                             {"policy.position", "fourier"},
                                                             {"policy.fusion", "cross"},
                                                             {"policy.attention.kind", "additive"},
                                                             {"policy.attention.dropout", "0.5"}};
  const auto chosen = kChosen.find(key.name);
  if (chosen != kChosen.end()) return chosen->second;
  const std::string value = format_field(key, config);
  if (value == "true") return "false";
  if (value == "false") return "true";
  if (value.find_first_of(".e") == std::string::npos) {
    const long long whole = std::stoll(value);
    return std::to_string(whole < 2 ? whole + 1 : whole / 2);
  }
  const double number = std::stod(value);
  return number == 0 ? "1.0" : format_value(number / 2);
}

/// A learner small enough to be run once for every key.
const Sets kSmall = {"env.action=continuous",
                     "steps=192",
                     "threads=1",
                     "policy.width=16",
                     "ppo.envs=4",
                     "ppo.horizon=16",
                     "ppo.epochs=2",
                     "ppo.minibatches=2",
                     "ppo.learning_rate=1e-2",
                     "ppo.learning_rate_final=1e-3",
                     "ppo.entropy_coefficient=0.01",
                     "ppo.entropy_coefficient_final=0.001"};

/// What else must be set for a key to matter.
Sets context_of(const std::string& key) {
  static const std::map<std::string, Sets> kContexts = {
      {"policy.image_patch", {"env.image=true"}},
      {"policy.fusion", {"env.rays=8"}},
      {"policy.position_relative", {"policy.position=fourier"}},
      {"policy.position_wavelength", {"policy.position=fourier"}},
      {"policy.attention.k", {"policy.attention.kind=top_k"}},
      {"policy.attention.neighbours", {"policy.attention.kind=local"}},
      {"policy.attention.radius", {"policy.attention.kind=local"}}};
  const auto found = kContexts.find(key);
  return found == kContexts.end() ? Sets{} : found->second;
}

Sets operator+(Sets sets, const Sets& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

/// What the third update of such a learner reports.
std::vector<double> third_update(const Sets& sets) {
  Catalogue catalogue;
  const ExperimentConfig config = load_experiment("forage", sets, catalogue);
  Learner learner(environment_factory(config, catalogue), config.policy, config.ppo, config.steps,
                  config.seed, config.threads);
  learner.update();
  learner.update();
  const UpdateMetrics m = learner.update();
  return {m.policy_loss,        m.value_loss,    m.entropy,  m.approx_kl,
          m.explained_variance, m.learning_rate, m.grad_norm};
}

bool concerns_the_learner(const std::string& key) {
  return key.starts_with("policy.") || key.starts_with("ppo.") || key == "seed" || key == "steps";
}

}  // namespace

TEST_CASE("every key can be set, and changes nothing else") {
  const ExperimentConfig before = experiment("forage");
  for (const ConfigKey& key : config_keys()) {
    INFO(key.name);
    const ExperimentConfig after =
        experiment("forage", {std::string(key.name) + "=" + other_value(key, before)});
    for (const ConfigKey& other : config_keys()) {
      const bool is_same = format_field(other, before) == format_field(other, after);
      CHECK(is_same == (std::string(other.name) != key.name));
    }
  }
}

TEST_CASE("every key of policy and learner changes what is learned") {
  const std::vector<double> before = third_update(kSmall);
  CHECK(third_update(kSmall) == before);
  const ExperimentConfig config = experiment("forage", kSmall);
  for (const ConfigKey& key : config_keys()) {
    if (!concerns_the_learner(key.name)) continue;
    INFO(key.name << "=" << other_value(key, config));
    const Sets context = kSmall + context_of(key.name);
    const Sets other = {std::string(key.name) + "=" + other_value(key, config)};
    CHECK(third_update(context + other) != (context == kSmall ? before : third_update(context)));
  }
}

TEST_CASE("threads is the number of threads, 0 one per processor") {
  CHECK(thread_count(experiment("cartpole", {"threads=3"})) == 3);
  CHECK(thread_count(experiment("cartpole", {"threads=0"})) >= 1);
}

TEST_CASE("options of the environment reach the environment") {
  Catalogue catalogue;
  const auto heads = [&](const Sets& sets) {
    const ExperimentConfig config = load_experiment("forage", sets, catalogue);
    return environment_factory(config, catalogue)()->spec().action.heads;
  };
  CHECK(std::holds_alternative<ContinuousHead>(heads({"env.action=continuous"}).at(0)));
  CHECK(std::holds_alternative<CategoricalHead>(heads({"env.action=discrete"}).at(0)));
}

TEST_CASE("a configuration is read back from what was written") {
  for (const std::string& name : preset_names()) {
    const std::string text = write_config(experiment(name, {"seed=9", "ppo.learning_rate=0.1"}));
    CHECK(write_config(parsed(text)) == text);
    CHECK_THAT(text, Contains("learning_rate = 0.1\n"));
  }
}

TEST_CASE("there is a preset for each environment, and it names that environment") {
  const std::vector<std::string> names = preset_names();
  const std::set<std::string> found(names.begin(), names.end());
  for (const char* name :
       {"forage", "cartpole", "pendulum", "lunar-lander", "lunar-lander-continuous"}) {
    REQUIRE(found.contains(name));
    CHECK(experiment(name).env_id == name);
  }
}

TEST_CASE("numbers without fraction are integers and integers are numbers") {
  CHECK(experiment("cartpole", {"steps=1e5"}).steps == 100'000);
  CHECK(experiment("cartpole", {"ppo.gamma=1"}).ppo.gamma == 1);
  CHECK_THROWS_WITH(experiment("cartpole", {"steps=1.5"}), Contains("found 1.5, wanted a whole"));
}

TEST_CASE("unknown names are refused, with the nearest suggested") {
  CHECK_THROWS_WITH(experiment("cartpol"), Contains("did you mean 'cartpole'?"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.gama=1"}),
                    Contains("unknown key 'ppo.gama'; did you mean 'ppo.gamma'?"));
  CHECK_THROWS_WITH(experiment("forage", {"env.food_mni=1"}),
                    Contains("did you mean 'env.food_min'?"));
  CHECK_THROWS_WITH(experiment("forage", {"env.id=forge"}), Contains("forage"));
}

TEST_CASE("values of the wrong type or out of range are refused, with what is wanted") {
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.gamma=2"}),
                    Contains("ppo.gamma: found 2, wanted a number in [0, 1]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.gamma=nan"}), Contains("wanted a number"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.envs=many"}),
                    Contains("found \"many\", wanted a whole number in [1, 65536]"));
  CHECK_THROWS_WITH(experiment("cartpole", {"seed=-1"}), Contains("at least 0"));
  CHECK_THROWS_WITH(experiment("cartpole", {"policy.separate_value=1"}),
                    Contains("wanted true or false"));
  CHECK_THROWS_WITH(experiment("cartpole", {"policy.encoder=attn"}),
                    Contains("wanted one of attention, mean_pool, max_pool, mlp"));
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.gamma"}), Contains("wanted key=value"));
  CHECK_THROWS_WITH(experiment("cartpole", {"plugins=x"}), Contains("--plugin"));
}

TEST_CASE("errors in a file name the file and the line") {
  CHECK_THROWS_WITH(parsed("[env]\nid = \"cartpole\"\n[ppo]\ngama = 0.9\n"),
                    Contains("x.toml:4: unknown key 'ppo.gama'"));
  CHECK_THROWS_WITH(parsed("seed = \n"), Contains("x.toml:1:"));
  CHECK_THROWS_WITH(parsed("seed = [1]\n[env]\nid = \"cartpole\"\n"), Contains("an array"));
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
  CHECK_THROWS_WITH(experiment("cartpole", {"ppo.gamma=1\n" + parts + "a = 1"}),
                    Contains("ppo.gamma"));
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
  CHECK_THROWS_WITH(parsed("[ ="), Contains("x.toml:1: found what is no TOML"));
  CHECK_THROWS_WITH(parsed("seed = 1\n\n[[ =\n[env]\n"),
                    Contains("x.toml:3: found what is no TOML"));
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
  Catalogue catalogue;
  const auto trust = [](const Sets&) { return true; };
  CHECK_THROWS_WITH(
      parse_config("plugins = [\"/none/libworld.so\"]\n[env]\nid = \"cartpole\"\n", "config.toml",
                   catalogue, trust),
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
  CHECK_THAT(text, Contains("ppo.gamma = 0.99  (a number in [0, 1])"));
}

}  // namespace saccade
