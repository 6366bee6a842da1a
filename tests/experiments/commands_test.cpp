// The program as a person meets it: exit statuses, one line of error, JSON that parses.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::run_program_in;
using saccade::testing::TemporaryFolder;

namespace {

ProgramResult saccade_in(const std::filesystem::path& folder,
                         const std::vector<std::string>& arguments) {
  return run_program_in(folder, SACCADE_PROGRAM, arguments);
}

ProgramResult run(const std::vector<std::string>& arguments) {
  return saccade_in(std::filesystem::temp_directory_path(), arguments);
}

json json_of(const std::vector<std::string>& arguments) {
  const ProgramResult result = run(arguments);
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK(result.err.empty());
  return json::parse(result.out);
}

// The request was wrong: status 2, nothing on stdout, one line "error: ..." on stderr.
std::string refusal(const std::vector<std::string>& arguments) {
  const ProgramResult result = run(arguments);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Catch::Matchers::StartsWith("error: "));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  return result.err;
}

const std::vector<std::string> kCommands = {"train",     "eval",    "watch",   "play", "envs",
                                            "check-env", "new-env", "explain", "bench"};

// A run of a few updates, shared by the tests that need one.
class TinyRun {
 public:
  explicit TinyRun(const std::string& environment, const std::vector<std::string>& sets = {}) {
    std::vector<std::string> arguments = {
        "train", environment,  "--out", name(),           "--quiet", "--steps",        "512",
        "--set", "ppo.envs=4", "--set", "ppo.horizon=32", "--set",   "eval.episodes=1"};
    for (const std::string& set : sets) {
      arguments.push_back("--set");
      arguments.push_back(set);
    }
    const ProgramResult result = saccade_in(folder_.path(), arguments);
    INFO(result.err);
    REQUIRE(result.status == 0);
  }

  std::string name() const { return (folder_.path() / "run").string(); }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

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
      {"bench", "kernels"}, {"bench", "train"}, {"bench", "envs"}};
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
  CHECK_THAT(refusal({"eval", "cartpole", "--policy", "greedy"}), Contains("'greedy'"));
  CHECK_THAT(refusal({"eval", "cartpole", "--stochastic"}), Contains("--stochastic"));
  CHECK_THAT(refusal({"eval", "cartpole", "--set", "ppo.envs=3"}), Contains("ppo.envs=3"));
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

TEST_CASE("An evaluation averages what the environment counts") {
  const json report = json_of({"eval", "forage", "--episodes", "2", "--json", "--threads", "1"});
  CHECK(report["counts"]["food_eaten"].get<double>() >= 0);
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

TEST_CASE("A trained run can be evaluated, with its policy or at random") {
  const TinyRun run_directory("cartpole");
  const json policy = json_of({"eval", run_directory.name(), "--episodes", "4", "--json"});
  const json threads =
      json_of({"eval", run_directory.name(), "--episodes", "4", "--json", "--threads", "2"});
  const json random =
      json_of({"eval", run_directory.name(), "--episodes", "4", "--json", "--policy", "random"});
  const json environment = json_of({"eval", "cartpole", "--episodes", "4", "--json"});
  CHECK(policy["return_mean"] == threads["return_mean"]);
  CHECK(random["return_mean"] == environment["return_mean"]);
  CHECK(policy["return_mean"] != random["return_mean"]);
  const ProgramResult text =
      run({"eval", run_directory.name() + "@latest", "--episodes", "1", "--stochastic"});
  CHECK(text.status == 0);
  CHECK_THAT(text.out, Contains("cartpole") && Contains("sampled actions"));
}

TEST_CASE("A run's attention is explained in a table and two files") {
  const TinyRun run_directory("forage");
  const ProgramResult result =
      run({"explain", run_directory.name(), "--episodes", "1", "--seed", "9"});
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK_THAT(result.out, Contains("head 1") && Contains("food"));
  const json explained =
      json::parse(read_text(std::filesystem::path(run_directory.name()) / "explain.json"));
  CHECK(explained["env"] == "forage");
  CHECK(explained["episodes"] == 1);
  double share = 0;
  for (const auto& type : explained["blocks"][0]["heads"][0]["share"]) share += type.get<double>();
  CHECK(share == Approx(1).epsilon(1e-4));
  const std::filesystem::path elsewhere = run_directory.folder() / "elsewhere";
  CHECK(run({"explain", run_directory.name(), "--episodes", "1", "--out", elsewhere.string()})
            .status == 0);
  CHECK_THAT(read_text(elsewhere / "explain.csv"), Contains("layer,head,type"));
}

TEST_CASE("Rays and picture are explained beside the entities, layer by layer, and shown") {
  const std::string fusion = GENERATE("joint", "cross");
  const TinyRun run_directory(
      "forage", {"env.rays=6", "env.image=true", "env.seconds=2", "policy.attention.self_blocks=1",
                 "policy.width=16", "policy.fusion=" + fusion});
  const json explained = json_of({"explain", run_directory.name(), "--episodes", "1", "--json"});
  std::vector<std::string> layers;
  for (const auto& block : explained["blocks"]) layers.push_back(block["layer"]);
  std::vector<std::string> wanted = {"block 1", "block 2"};
  if (fusion == "cross") wanted.insert(wanted.begin(), "cross");
  CHECK(layers == wanted);
  const json& rollout = explained["rollout"]["share"];
  double sum = 0;
  for (const auto& share : rollout) sum += share.get<double>();
  CHECK(sum == Approx(1).epsilon(1e-4));
  CHECK(rollout["lidar"].get<double>() > 0);
  CHECK(rollout["view"].get<double>() > 0);
  const json& first = explained["blocks"][0]["heads"][0]["share"];
  CHECK(first["lidar"].get<double>() + first["view"].get<double>() > 0);
  CHECK_THAT(explained["rollout"]["readings"][0]["name"].get<std::string>(),
             Contains("lidar ") || Contains("view "));
// The leak checker would find what graphics drivers keep (tests/render/keep_drivers_loaded.cpp).
#if defined(SACCADE_WITH_RENDER) && !defined(__SANITIZE_ADDRESS__)
  const std::filesystem::path film = run_directory.folder() / "film";
  const ProgramResult recorded =
      run({"watch", run_directory.name(), "--record", film.string(), "--size", "640x360"});
  INFO(recorded.err);
  REQUIRE(recorded.status == 0);
  CHECK_FALSE(std::filesystem::is_empty(film));
#endif
}

TEST_CASE("A policy that does not attend cannot be explained") {
  const TinyRun run_directory("cartpole", {"policy.encoder=mlp"});
  CHECK_THAT(refusal({"explain", run_directory.name()}), Contains("does not attend"));
}

TEST_CASE("The environments are listed, and each is described") {
  const json list = json_of({"envs", "--json"});
  for (const char* id : {"cartpole", "pendulum", "lunar-lander", "forage"}) {
    CHECK(list.contains(id));
  }
  CHECK(json_of({"envs", "forage", "--json"})["entities"][0]["fixed_count"] == 1);
  CHECK_THAT(run({"envs"}).out, Contains("lunar-lander"));
  CHECK_THAT(run({"envs", "forage"}).out, Contains("env.food_min"));
}

TEST_CASE("An environment's contract is checked") {
  const ProgramResult result = run({"check-env", "cartpole", "--episodes", "2"});
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Contains("keeps its contract"));
}

TEST_CASE("A new environment is written once and never over another") {
  const TemporaryFolder folder;
  CHECK(saccade_in(folder.path(), {"new-env", "berry-field"}).status == 0);
  CHECK(std::filesystem::exists(folder.path() / "berry-field" / "CMakeLists.txt"));
  const ProgramResult again = saccade_in(folder.path(), {"new-env", "berry-field"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, Catch::Matchers::StartsWith("error: "));
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

TEST_CASE("The training benchmark reports its speed and its work") {
  const json report =
      json_of({"bench", "train", "--json", "--entities", "4", "--width", "16", "--envs", "4",
               "--horizon", "16", "--iterations", "1", "--threads", "1"});
  for (const char* key : {"env_steps_per_second", "rollout_seconds", "update_seconds",
                          "flop_per_env_step", "gflops", "peak_gflops"}) {
    INFO(key);
    CHECK(report[key].get<double>() > 0);
  }
  CHECK(report["threads"] == 1);
  CHECK(report["entities"] == 4);
  CHECK(report["width"] == 16);
  refusal({"bench", "train", "--width", "10", "--heads", "4"});
  refusal({"bench", "train", "--entities", "1"});
}

TEST_CASE("The environments' benchmark measures each one") {
  const json report = json_of({"bench", "envs", "--json", "--milliseconds", "1"});
  const json list = json_of({"envs", "--json"});
  CHECK(report.size() == list.size());
  for (const auto& item : report) CHECK(item["steps_per_second"].get<double>() > 0);
  CHECK(json_of({"bench", "envs", "cartpole", "--json", "--milliseconds", "1"}).size() == 1);
}

TEST_CASE("The kernels' benchmark measures layers and encoders") {
  const json report = json_of({"bench", "kernels", "--json", "--milliseconds", "1"});
  CHECK(report["peak_gflops"].get<double>() > 0);
  CHECK(report["kernels"].size() >= 8);
  for (const auto& kernel : report["kernels"]) CHECK(kernel["gflops"].get<double>() > 0);
}
