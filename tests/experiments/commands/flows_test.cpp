// What a person does with a run, through the program: train, resume, eval, explain and watch, in
// every environment and with every kind of encoder and attention.  The sanitizers' builds run this
// too, so that they see the command line's whole way and not units alone.  Each test takes some ten
// seconds: thirty to fifty processes, many of which open a window or encode a film.
#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::json_of;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::run;
using saccade::testing::TemporaryFolder;

namespace {

using Arguments = std::vector<std::string>;

/// Ids of the environments that ship.
Arguments environments() {
  Arguments ids;
  const json all = json_of({"envs", "--json"});
  for (const auto& [id, description] : all.items()) ids.push_back(id);
  return ids;
}

/// What `--help-config` says a key accepts: "one of dot_product, additive, ...".
Arguments choices(const std::string& key) {
  const std::string help = run({"train", "--help-config"}).out;
  const std::size_t line = help.find("\n" + key + " = ");
  REQUIRE(line != std::string::npos);
  const std::size_t begin = help.find("(one of ", line) + 8;
  std::istringstream names(help.substr(begin, help.find(')', begin) - begin));
  Arguments result;
  for (std::string name; std::getline(names >> std::ws, name, ',');) result.push_back(name);
  REQUIRE(result.size() > 1);
  return result;
}

Arguments with_sets(Arguments arguments, const Arguments& sets) {
  for (const std::string& set : sets) {
    arguments.push_back("--set");
    arguments.push_back(set);
  }
  return arguments;
}

void succeed(const Arguments& arguments) {
  const ProgramResult result = run(arguments);
  INFO(arguments.front() << ": " << result.err);
  REQUIRE(result.status == 0);
  CHECK(result.err.empty());
}

/// Trains two updates, and two more after a resume.
void train(const std::string& env, const std::string& folder, const Arguments& sets) {
  const Arguments small = {"rollout.envs=8",    "rollout.horizon=16",  "ppo.epochs=1",
                           "ppo.minibatches=2", "policy.width=16",     "policy.attention.heads=2",
                           "eval.episodes=1",   "checkpoint.every=128"};
  const Arguments begin = {"train",     env, "--out",   folder, "--quiet",
                           "--threads", "2", "--steps", "256"};
  succeed(with_sets(with_sets(begin, small), sets));
  succeed({"train", "--resume", folder, "--quiet", "--steps", "512"});
}

void record(const std::string& folder) {
#ifdef SACCADE_WITH_RENDER
  succeed({"watch", folder, "--record", folder + "/film", "--size", "128x128"});
  CHECK_FALSE(std::filesystem::is_empty(folder + "/film"));
#else
  static_cast<void>(folder);
#endif
}

/// Episodes of a few steps, where the environment lets itself be cut short.
Arguments short_episodes(const std::string& env) {
  if (env == "forage") return {"env.seconds=1"};
  if (env == "pendulum") return {"env.max_steps=20"};
  return {};
}

}  // namespace

TEST_CASE("every environment is trained, resumed, evaluated and recorded", "[threads]") {
  for (const std::string& env : environments()) {
    INFO(env);
    const TemporaryFolder folder;
    const std::string run_directory = (folder.path() / "run").string();
    train(env, run_directory, short_episodes(env));
    const json report = json_of({"eval", run_directory, "--episodes", "3", "--json"});
    CHECK(report["episodes"] == 3);
    record(run_directory);
  }
}

TEST_CASE("every algorithm is trained, resumed and evaluated", "[threads]") {
  for (const std::string& algorithm : choices("algorithm")) {
    INFO(algorithm);
    const TemporaryFolder folder;
    const std::string run_directory = (folder.path() / "run").string();
    train("pendulum", run_directory, {"algorithm=" + algorithm, "env.max_steps=20"});
    CHECK(json_of({"eval", run_directory, "--episodes", "3", "--json"})["episodes"] == 3);
  }
}

TEST_CASE("every kind of attention and encoder is trained and recorded, some are explained",
          "[threads]") {
  Arguments sets;
  for (const std::string& kind : choices("policy.attention.kind")) {
    sets.push_back("policy.attention.kind=" + kind);
  }
  for (const std::string& encoder : choices("policy.encoder")) {
    if (encoder != "mlp") sets.push_back("policy.encoder=" + encoder);  // Wants fixed counts.
  }
  sets.push_back("policy.fusion=cross");
  for (const std::string& set : sets) {
    INFO(set);
    const bool pools = set.ends_with("_pool");
    const TemporaryFolder folder;
    const std::string run_directory = (folder.path() / "run").string();
    Arguments all = {set, "env.seconds=1", "env.rays=8", "env.image=true"};
    if (!pools) all.push_back("policy.attention.self_blocks=1");
    train("forage", run_directory, all);
    CHECK(json_of({"eval", run_directory, "--episodes", "1", "--json"})["episodes"] == 1);
    // All kinds would take minutes under a sanitizer: two that have little in common.
    const bool explained = set.ends_with("=dot_product") || set.ends_with("=linear");
    if (explained) succeed({"explain", run_directory, "--episodes", "1"});
    record(run_directory);
  }
}
