// The keys wrap.<wrapper>: from a text to the environments of a run.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "experiments/config/config_text.h"
#include "experiments/config/configurations.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::experiment;
using testing::parsed;
using Names = std::vector<std::string>;

const std::string kForage = "[env]\nid = \"forage\"\n[wrap]\n";

EnvironmentSpec spec(const ExperimentConfig& config) {
  const RegisteredEnvironments environments;
  return spec_of(environment_factory(config, environments));
}

Names hidden(const ExperimentConfig& config) {
  return config.wrap.get<Names>("hide");
}

}  // namespace

TEST_CASE("wrappers are set in a file and on the command line, and written back") {
  const ExperimentConfig from_file =
      parsed(kForage + "hide = [\"self.velocity_x\", \"food.distance\"]\nflicker = 0.5\n");
  CHECK(hidden(from_file) == Names{"self.velocity_x", "food.distance"});
  CHECK(from_file.wrap.get<double>("flicker") == 0.5);
  const ExperimentConfig from_sets = experiment(
      "forage",
      {R"(wrap.hide=["self.velocity_x", "food.distance"])", "wrap.flicker=0.5", "steps=2000000"});
  CHECK(from_sets.wrap.values() == from_file.wrap.values());
  CHECK(hidden(experiment("forage", {"wrap.hide=food.distance"})) == Names{"food.distance"});
  CHECK(hidden(experiment("forage", {"wrap.hide=food.distance", "wrap.hide=[]"})).empty());
  CHECK(experiment("forage", {"wrap.flicker=1"}).wrap.get<double>("flicker") == 1);
  const std::string text = write_config(from_file);
  CHECK_THAT(text, Contains("\nflicker = 0.5\nhide = [\"self.velocity_x\", "
                            "\"food.distance\"]\n"));
  CHECK(write_config(parsed(text)) == text);
}

TEST_CASE("the environments of an experiment are wrapped") {
  const Names features = spec(experiment("forage")).kinds[0].observation.types[1].features;
  const EnvironmentSpec less = spec(experiment("forage", {"wrap.hide=food.distance"}));
  CHECK(less.kinds[0].observation.types[1].features.size() == features.size() - 1);
  const RegisteredEnvironments environments;
  const ExperimentConfig blind = experiment("forage", {"wrap.flicker=1"});
  const EpisodeRunner runner(environment_factory(blind, environments)(), 1);
  CHECK(runner.observation(0).rows()[1].ids.empty());
}

TEST_CASE("wrong keys and values of wrappers are refused by name") {
  CHECK_THROWS_WITH(experiment("forage", {"wrap.flicker=1.5"}),
                    Contains("wrap.flicker: found 1.5, wanted a number in [0, 1]"));
  CHECK_THROWS_WITH(experiment("forage", {"wrap.flicker=often"}),
                    Contains("wrap.flicker: found \"often\", wanted a number in [0, 1]"));
  CHECK_THROWS_WITH(experiment("forage", {"wrap.hide=3"}),
                    Contains("wrap.hide: found 3, wanted a list of texts"));
  CHECK_THROWS_WITH(experiment("forage", {"wrap.flikker=0.5"}),
                    Contains("unknown key 'wrap.flikker'; did you mean 'wrap.flicker'?"));
  CHECK_THROWS_WITH(parsed(kForage + "hide = [1]\n"),
                    Contains("x.toml:4: wrap.hide: found \"[1]\", wanted a list of texts"));
  CHECK_THROWS_WITH(parsed(kForage + "hide = [1.5]\n"),
                    Contains("x.toml:4: wrap.hide: found an array of something else, wanted"));
  CHECK_THROWS_WITH(parsed("seed = [\"a\"]\n[env]\nid = \"forage\"\n"),
                    Contains("seed: found [\"a\"], wanted a whole number"));
  CHECK_THROWS_WITH(spec(experiment("forage", {"wrap.hide=food.distanc"})),
                    Contains("wrap.hide: found \"food.distanc\", which environment forage does not "
                             "have") &&
                        Contains("food.distance"));
}

TEST_CASE("numbers and lists of every wrapper are set by their keys") {
  const Names sets = {"wrap.randomise=arena*0.8..1.2",
                      "wrap.curriculum=0.5",
                      "wrap.fixed_count=food=4",
                      "wrap.sticky=0.25",
                      "wrap.action_delay=2",
                      "wrap.frame_skip=3",
                      "wrap.time_limit=20",
                      "wrap.reward_scale=2",
                      "wrap.reward_clip=1.5",
                      "wrap.noise=0.1",
                      "wrap.feature_noise=food.x=0.05"};
  const ExperimentConfig config = experiment("forage", sets);
  CHECK(config.wrap.get<Names>("randomise") == Names{"arena*0.8..1.2"});
  CHECK(config.wrap.get<int>("action_delay") == 2);
  CHECK(config.wrap.get<double>("reward_scale") == 2);
  CHECK(config.wrap.get<Names>("feature_noise") == Names{"food.x=0.05"});
  const std::string text = write_config(config);
  CHECK_THAT(text, Contains("\n[wrap]\ncurriculum = 0.5\nrandomise = [\"arena*0.8..1.2\"]\n"
                            "fixed_count = [\"food=4\"]\nsticky = 0.25\n"
                            "action_delay = 2\nframe_skip = 3\ntime_limit = 20\n"
                            "reward_scale = 2.0\nreward_clip = 1.5\nnoise = 0.1\n"
                            "feature_noise = [\"food.x=0.05\"]\n"));
  CHECK(write_config(parsed(text)) == text);
  CHECK(spec(config).max_steps == 20);
}

TEST_CASE("every wrapper is told of by --help-config") {
  const std::string help = describe_config_keys();
  for (const WrapperEntry& entry : wrappers()) {
    CHECK_THAT(help,
               Contains("\nwrap." + entry.option.name + " = ") && Contains(entry.option.help));
  }
}

}  // namespace saccade
