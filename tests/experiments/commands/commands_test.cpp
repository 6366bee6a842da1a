// The program as a person meets it: exit statuses, one line of error, JSON that parses.
#include <catch2/catch.hpp>

#include "experiments/files/atomic_file.h"
#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::json_of;
using saccade::testing::ProgramResult;
using saccade::testing::refusal;
using saccade::testing::run;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

const std::vector<std::string> kCommands = {"train",     "eval",    "watch",   "play",   "envs",
                                            "check-env", "new-env", "explain", "replay", "bench"};

}  // namespace

TEST_CASE("The program alone, or asked for help, gives an overview of every command") {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"help"}, {"--help"}}) {
    const ProgramResult result = run(arguments);
    CHECK(result.status == 0);
    for (const std::string& command : kCommands) CHECK_THAT(result.out, Contains(command));
  }
}

TEST_CASE("Every command explains itself") {
  std::vector<std::vector<std::string>> commands = {
      {"bench", "kernels"}, {"bench", "attention"}, {"bench", "train"}, {"bench", "envs"}};
  for (const std::string& command : kCommands) commands.push_back({command});
  for (std::vector<std::string> command : commands) {
    std::string usage = "Usage: saccade";
    for (const std::string& word : command) usage += ' ' + word;
    command.push_back("--help");
    const ProgramResult result = run(command);
    INFO(usage);
    CHECK(result.status == 0);
    CHECK_THAT(result.out, Contains(usage));
    CHECK(result.err.empty());
  }
}

TEST_CASE("The version tells compiler, SIMD level and features") {
  const ProgramResult result = run({"--version"});
  CHECK(result.status == 0);
  for (const char* part : {"saccade ", "compiler: ", "SIMD: ", "features: "}) {
    CHECK_THAT(result.out, Contains(part));
  }
}

TEST_CASE("A wrong request gets one line that names what was meant") {
  CHECK_THAT(refusal({"evl"}), Contains("did you mean 'eval'"));
  CHECK_THAT(refusal({"bench", "trian"}), Contains("did you mean 'train'"));
  CHECK_THAT(refusal({"bench"}), Contains("kernels, attention, train, envs"));
  CHECK_THAT(refusal({"eval"}), Contains("RUN|ENV is missing"));
  CHECK_THAT(refusal({"eval", "cartpole", "--episode", "3"}), Contains("--episodes"));
  CHECK_THAT(refusal({"eval", "cartpol"}), Contains("cartpole"));
  CHECK_THAT(refusal({"envs", "cartpol"}), Contains("cartpole"));
  CHECK_THAT(refusal({"envs", "socket:x"}), Contains("wanted a port in [1, 65535]"));
  CHECK_THAT(refusal({"train", "sockets:5555"}),
             Contains("no preset, environment or file 'sockets:5555'"));
  CHECK_THAT(refusal({"eval", "cartpole", "--policy", "greedy"}), Contains("'greedy'"));
  CHECK_THAT(refusal({"eval", "cartpole", "--stochastic"}), Contains("--stochastic"));
  CHECK_THAT(refusal({"eval", "cartpole", "--set", "rollout.envs=3"}), Contains("rollout.envs=3"));
  CHECK_THAT(refusal({"eval", "cartpole", "--set", "env.nothing=3"}), Contains("nothing"));
  CHECK_THAT(refusal({"eval", "cartpole", "--plugin", "/nowhere.so"}), Contains("/nowhere.so"));
  CHECK_THAT(refusal({"check-env", "pendulm"}), Contains("pendulum"));
  refusal({"explain", "cartpole"});
}

TEST_CASE("An evaluation of an environment by itself is repeatable") {
  const std::vector<std::string> arguments = {"eval", "cartpole", "--episodes", "5", "--seed",
                                              "3",    "--json",   "--threads",  "1"};
  json first = json_of(arguments);
  CHECK(first["env"] == "cartpole");
  CHECK(first["episodes"] == 5);
  CHECK(first["seed"] == 3);
  CHECK(first["return_mean"] == first["length_mean"]);
  int ends = 0;
  for (const auto& outcome : first["outcomes"]) ends += outcome.get<int>();
  CHECK(ends == 5);
  json second = json_of(arguments);
  first.erase("steps_per_second");
  second.erase("steps_per_second");
  CHECK(first == second);
}

TEST_CASE("An evaluation as JSON tells of each episode, whatever the number of threads") {
  const json one = json_of({"eval", "cartpole", "--episodes", "6", "--seed", "3", "--json"});
  const json two =
      json_of({"eval", "cartpole", "--episodes", "6", "--seed", "3", "--json", "--threads", "2"});
  CHECK(one["per_episode"] == two["per_episode"]);
  REQUIRE(one["per_episode"].size() == 6);
  double sum = 0;
  for (std::size_t k = 0; k < 6; ++k) {
    const json& episode = one["per_episode"][k];
    CHECK(episode["seed"] == 3 + k);
    CHECK(episode["return"] == episode["length"]);
    CHECK(one["outcomes"].contains(episode["outcome"].get<std::string>()));
    sum += episode["return"].get<double>();
  }
  CHECK(sum / 6 == Approx(one["return_mean"].get<double>()));
}

TEST_CASE("An evaluation averages what the environment counts") {
  const json report = json_of({"eval", "forage", "--episodes", "20", "--json", "--threads", "1"});
  double sum = 0;
  for (const json& episode : report["per_episode"]) {
    sum += episode["counts"]["food_eaten"].get<double>();
  }
  CHECK(sum > 0);  // Some of it lies in the way.
  CHECK(report["counts"]["food_eaten"].get<double>() == Approx(sum / 20));
}

TEST_CASE("An evaluation reaches the environment's options") {
  const std::vector<std::string> plain = {"eval", "forage", "--episodes", "2", "--json"};
  std::vector<std::string> plenty = plain;
  for (const char* text : {"--set", "env.food_max=200", "--set", "env.food_min=200"}) {
    plenty.push_back(text);
  }
  CHECK(json_of(plenty)["counts"]["food_eaten"].get<double>() >
        json_of(plain)["counts"]["food_eaten"].get<double>());
}

TEST_CASE("The environments are listed, and each is described") {
  const json list = json_of({"envs", "--json"});
  for (const char* id : {"cartpole", "pendulum", "lunar-lander", "forage"}) {
    CHECK(list.contains(id));
  }
  CHECK(json_of({"envs", "forage", "--json"})["entities"][0]["fixed_count"] == 1);
  CHECK_THAT(run({"envs"}).out, Contains("lunar-lander"));
  CHECK_THAT(run({"envs"}).out, Contains("socket:PORT"));
  CHECK_THAT(run({"envs", "forage"}).out, Contains("env.food_min"));
}

TEST_CASE("An environment's contract is checked") {
  const ProgramResult result = run({"check-env", "cartpole", "--episodes", "2"});
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Contains("keeps its contract"));
  CHECK(result.err.empty());
}

TEST_CASE("A new environment is written once and never over another") {
  const TemporaryFolder folder;
  CHECK(saccade_in(folder.path(), {"new-env", "berry-field"}).status == 0);
  CHECK(std::filesystem::exists(folder.path() / "berry-field" / "CMakeLists.txt"));
  const ProgramResult again = saccade_in(folder.path(), {"new-env", "berry-field"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, Catch::Matchers::StartsWith("error: "));
}

TEST_CASE("A new environment has so many agents, and the actions asked for") {
  const TemporaryFolder folder;
  const auto written = [&folder](const std::string& name, std::vector<std::string> options) {
    options.insert(options.begin(), {"new-env", name});
    CHECK(saccade_in(folder.path(), options).status == 0);
    return saccade::read_file(folder.path() / name / (name + ".cpp"));
  };
  CHECK_THAT(written("one", {}), Contains("CategoricalHead") && !Contains("kWalkers"));
  CHECK_THAT(written("two", {"--agents", "2"}),
             Contains("kWalkers = 2;") && Contains("CategoricalHead"));
  CHECK_THAT(written("push", {"--continuous"}),
             Contains("ContinuousHead") && !Contains("CategoricalHead"));
  CHECK_THAT(written("pick", {"--select"}),
             Contains("SelectEntityHead") && !Contains("CategoricalHead"));
  CHECK_THAT(refusal({"new-env", "both", "--select", "--continuous"}),
             Contains("found --continuous and --select, wanted one of them"));
  CHECK_THAT(refusal({"new-env", "none", "--agents", "0"}), Contains("--agents"));
}

TEST_CASE("A new environment may not have the id of one that ships") {
  const TemporaryFolder folder;
  const ProgramResult result = saccade_in(folder.path(), {"new-env", "cartpole"});
  CHECK(result.status == 2);
  CHECK_THAT(result.err, Contains("'cartpole'"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("A new environment that cannot be written completely leaves no file") {
  const TemporaryFolder folder;
  // The longest file name has 255 letters: this one is too long once a temporary ending is added.
  const ProgramResult result =
      saccade_in(folder.path(), {"new-env", std::string(248, 'a'), "world"});
  CHECK(result.status == 1);
  CHECK_THAT(result.err, Contains("cannot write"));
  CHECK(std::filesystem::is_empty(folder.path() / "world"));
}

TEST_CASE("A path that the file system refuses is one line that names it") {
  const std::string path(300, 'a');
  CHECK_THAT(refusal({"eval", path}), Contains("cannot read '" + path));
}
