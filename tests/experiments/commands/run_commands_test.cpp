// Commands on a trained run: evaluating and explaining it.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::json_of;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::refusal;
using saccade::testing::run;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

// A run of two small updates, for the tests that need one.
class TinyRun {
 public:
  explicit TinyRun(const std::string& environment, const std::vector<std::string>& sets = {}) {
    std::vector<std::string> arguments = {
        "train",        environment, "--out",           name(),  "--quiet",           "--steps",
        "64",           "--set",     "rollout.envs=4",  "--set", "rollout.horizon=8", "--set",
        "ppo.epochs=1", "--set",     "policy.width=16", "--set", "eval.episodes=1"};
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

// The texts of a column of a file of comma-separated values.
std::vector<std::string> column_of(const std::string& csv, const std::string& name) {
  std::vector<std::string> column;
  std::istringstream lines(csv);
  std::size_t index = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    if (column.empty()) {
      index = static_cast<std::size_t>(std::find(row.begin(), row.end(), name) - row.begin());
    }
    column.push_back(row.at(index));
  }
  return column;
}

}  // namespace

TEST_CASE("A trained run can be evaluated, with its policy or at random") {
  const TinyRun run_directory("cartpole");
  const json policy = json_of({"eval", run_directory.name(), "--episodes", "4", "--json"});
  const json threads =
      json_of({"eval", run_directory.name(), "--episodes", "4", "--json", "--threads", "2"});
  const json random =
      json_of({"eval", run_directory.name(), "--episodes", "4", "--json", "--policy", "random"});
  const json environment = json_of({"eval", "cartpole", "--episodes", "4", "--json"});
  const json short_ones =
      json_of({"eval", "cartpole", "--episodes", "4", "--max-steps", "5", "--json"});
  for (const json& episode : short_ones["per_episode"]) CHECK(episode["length"] == 5);
  CHECK(policy["return_mean"] == threads["return_mean"]);
  CHECK(random["return_mean"] == environment["return_mean"]);
  CHECK(policy["return_mean"] != random["return_mean"]);
  const ProgramResult text =
      run({"eval", run_directory.name() + "@latest", "--episodes", "1", "--stochastic"});
  CHECK(text.status == 0);
  CHECK_THAT(text.out, Contains("cartpole") && Contains("sampled actions"));
}

TEST_CASE("A kind of agents can act at random beside a policy") {
  const TinyRun tag("tag");
  const std::vector<std::string> how = {"--episodes", "3", "--json"};
  const auto returns = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"eval", tag.name()};
    arguments.insert(arguments.end(), how.begin(), how.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return json_of(arguments)["per_episode"];
  };
  const json trained = returns({});
  CHECK(returns({"--random", "prey"}) != trained);
  CHECK(returns({"--random", "prey"}) == returns({"--random", "prey", "--threads", "2"}));
  CHECK(returns({"--random", "prey"}) != returns({"--random", "predator"}));
  CHECK_THAT(run({"eval", tag.name(), "--episodes", "1", "--random", "prey"}).out,
             Contains("prey at random"));
  CHECK_THAT(refusal({"eval", tag.name(), "--random", "fox"}),
             Contains("option '--random': found 'fox', wanted a kind of agents: predator, prey"));
  CHECK(json_of({"eval", tag.name(), "--episodes", "1", "--json", "--random", "prey", "--random",
                 "prey"})["random"] == json{"prey"});
  CHECK_THAT(refusal({"eval", "tag", "--random", "prey"}), Contains("all act at random anyway"));
  const TinyRun alone("cartpole");
  CHECK_THAT(refusal({"eval", alone.name(), "--random", ""}),
             Contains("cartpole has one kind of agents; use --policy random"));
}

TEST_CASE("Evaluations during training keep to their limit of steps") {
  const TinyRun run_directory("cartpole", {"eval.max_steps=3"});
  std::ifstream file(run_directory.name() + "/summary.json");
  CHECK(json::parse(file)["last_evaluation"]["return_mean"] == 3);
}

TEST_CASE("A run's attention is explained in tables, files and a page") {
  const TinyRun run_directory("forage", {"env.seconds=5"});
  const ProgramResult result =
      run({"explain", run_directory.name(), "--episodes", "1", "--seed", "9"});
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK_THAT(result.out, Contains("head 1") && Contains("food"));
  const json explained =
      json::parse(read_text(std::filesystem::path(run_directory.name()) / "explain.json"));
  CHECK(explained["env"] == "forage");
  CHECK(explained["episodes"] == 1);
  const json played =
      json_of({"eval", run_directory.name(), "--episodes", "1", "--seed", "9", "--json"});
  CHECK(explained["decisions"] == played["length_mean"]);
  double share = 0;
  for (const auto& type : explained["blocks"][0]["heads"][0]["share"]) share += type.get<double>();
  CHECK(share == Approx(1).epsilon(1e-4));
  const json& faithfulness = explained["faithfulness"];
  for (const char* method : {"attention", "rollout", "gradient_input", "integrated_gradients",
                             "leave_one_out", "nearest", "random"}) {
    INFO(method);
    REQUIRE(faithfulness["methods"].contains(method));
    CHECK(faithfulness["methods"][method]["ci95"].contains("deletion_area"));
  }
  CHECK(faithfulness["verdict"].is_string());
  CHECK(faithfulness["completeness_error"].get<double>() <= 0.01);
  CHECK(explained["checkpoints"].size() >= 1);
  CHECK(explained["counts"].size() == 4);
  const std::string page = read_text(std::filesystem::path(run_directory.name()) / "explain.html");
  CHECK_THAT(page, Contains("Does attention explain the policy?") && Contains("Telling moments") &&
                       Contains("Numbers never trained on"));
  const std::filesystem::path elsewhere = run_directory.folder() / "elsewhere";
  std::vector<std::string> again = {"explain", run_directory.name(), "--episodes", "1",
                                    "--out",   elsewhere.string()};
  CHECK(run(again).status == 0);
  CHECK_THAT(refusal(again), Contains("explain.json' exists already") && Contains("--force"));
  again.push_back("--force");
  CHECK(run(again).status == 0);
  CHECK_THAT(read_text(elsewhere / "explain.csv"), Contains("layer,head,type"));
}

TEST_CASE("What stands beside a lone checkpoint is not replaced unless that is asked for") {
  const TinyRun run_directory("forage", {"env.seconds=5"});
  const std::filesystem::path folder = run_directory.folder() / "lone";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(
      std::filesystem::path(run_directory.name()) / "checkpoints/step-0.safetensors",
      folder / "x.safetensors");
  std::vector<std::string> explain = {"explain", (folder / "x.safetensors").string(), "--episodes",
                                      "1"};
  CHECK(run(explain).status == 0);
  CHECK_THAT(refusal(explain), Contains("explain.json' exists already") && Contains("--force"));
  explain.push_back("--force");
  CHECK(run(explain).status == 0);
}

TEST_CASE("A configuration in a file is no checkpoint") {
  const TinyRun run_directory("cartpole");
  const std::string config = (std::filesystem::path(run_directory.name()) / "config.toml").string();
  CHECK(json_of({"eval", config, "--episodes", "1", "--json"})["env"] == "cartpole");
  CHECK_THAT(refusal({"explain", config}), Contains("wanted a run or a checkpoint"));
}

TEST_CASE("Rays and picture are explained beside the entities, layer by layer, and shown") {
  const std::string fusion = GENERATE("joint", "cross");
  const TinyRun run_directory(
      "forage", {"env.rays=6", "env.image=true", "env.seconds=2", "policy.attention.self_blocks=1",
                 "policy.image_patch=8", "policy.fusion=" + fusion});
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
#ifdef SACCADE_WITH_RENDER
  const std::filesystem::path film = run_directory.folder() / "film";
  const ProgramResult recorded =
      run({"watch", run_directory.name(), "--record", film.string(), "--size", "640x360"});
  INFO(recorded.err);
  REQUIRE(recorded.status == 0);
  CHECK_FALSE(std::filesystem::is_empty(film));
#endif
}

TEST_CASE("A memory that attends is explained by age, behind any encoder") {
  const std::string encoder = GENERATE("attention", "mean_pool");
  const TinyRun run_directory(
      "forage", {"env.seconds=2", "policy.memory=attention", "policy.memory_length=5",
                 "policy.memory_heads=2", "ppo.minibatches=4", "policy.encoder=" + encoder});
  const json explained = json_of({"explain", run_directory.name(), "--episodes", "1", "--json"});
  CHECK(explained["blocks"].empty() == (encoder == "mean_pool"));
  const json& memory = explained["memory"];
  CHECK(memory["ages"].size() == 6);
  CHECK(memory["ages"][0]["mean_count"] == 1);
  REQUIRE(memory["heads"].size() == 2);
  for (const json& head : memory["heads"]) {
    double sum = 0;
    for (const auto& share : head["share"]) sum += share.get<double>();
    CHECK(sum == Approx(1).epsilon(1e-4));
    CHECK(head["share"]["5 steps ago"].get<double>() > 0);
  }
  const ProgramResult text = run({"explain", run_directory.name(), "--episodes", "1"});
  CHECK_THAT(text.out, Contains("memory") && Contains("5 steps ago"));
#ifdef SACCADE_WITH_RENDER
  const std::filesystem::path film = run_directory.folder() / "film";
  const ProgramResult recorded = run({"watch", run_directory.name(), "--record", film.string(),
                                      "--size", "640x360", "--layer", "memory"});
  INFO(recorded.err);
  CHECK(recorded.status == 0);
#endif
}

TEST_CASE("Of a memory without weights it is said that there is nothing to explain") {
  const TinyRun run_directory("cartpole", {"policy.encoder=attention", "policy.memory=gru"});
  const ProgramResult text = run({"explain", run_directory.name(), "--episodes", "1"});
  CHECK_THAT(text.out, Contains("Memory: gru has no attention weights"));
  CHECK_FALSE(
      json_of({"explain", run_directory.name(), "--episodes", "1", "--json"}).contains("memory"));
#ifdef SACCADE_WITH_RENDER
  CHECK_THAT(refusal({"watch", run_directory.name(), "--record",
                      (run_directory.folder() / "film").string(), "--layer", "memory"}),
             Contains("which only policy.memory = \"attention\" has"));
#endif
}

TEST_CASE("A policy that does not attend is explained by everything else") {
  const TinyRun pool("forage", {"policy.encoder=mean_pool", "env.seconds=2"});
  const json explained = json_of({"explain", pool.name(), "--episodes", "2", "--json"});
  const json& faithfulness = explained["faithfulness"];
  CHECK(faithfulness["verdict"].is_null());
  CHECK_THAT(faithfulness["sentence"].get<std::string>(), Contains("does not attend"));
  CHECK_FALSE(faithfulness["methods"].contains("attention"));
  CHECK(faithfulness["methods"].contains("integrated_gradients"));
  CHECK(explained["importance"]["features"].size() > 4);
  const TinyRun flat("cartpole", {"policy.encoder=mlp"});
  const json nothing = json_of({"explain", flat.name(), "--episodes", "1", "--json"});
  CHECK_THAT(nothing["faithfulness"]["sentence"].get<std::string>(),
             Contains("reads a fixed number of rows"));
}

TEST_CASE(
    "A curriculum changes a training, which it reaches through all that is around an environment") {
  const auto trained = [](const std::string& curriculum) {
    const TinyRun minefield("minefield", {"env.mines=1", "wrap.randomise=mines=1..10",
                                          "wrap.curriculum=" + curriculum});
    return column_of(read_text(minefield.name() + "/metrics.csv"), "entropy");
  };
  CHECK(trained("1") == trained("1"));
  CHECK(trained("1") != trained("0"));
}
