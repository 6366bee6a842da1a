// saccade export, as a person calls it.
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/checkpoint/checkpoint.h"
#include "experiments/export/exported_policy.h"
#include "experiments/export/model_card.h"
#include "experiments/publish/run_report.h"
#include "experiments/run/run_directory.h"
#include "support/saccade_program.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

class TinyRun {
 public:
  explicit TinyRun(const std::string& environment) {
    const ProgramResult result =
        call({"train", environment, "--out", "run", "--quiet", "--steps", "64", "--set",
              "rollout.envs=4", "--set", "rollout.horizon=8", "--set", "ppo.epochs=1", "--set",
              "policy.width=16", "--set", "eval.episodes=2"});
    INFO(result.err);
    REQUIRE(result.status == 0);
  }

  ProgramResult call(const std::vector<std::string>& arguments) const {
    return saccade_in(folder_.path(), arguments);
  }
  std::string refusal(const std::vector<std::string>& arguments) const {
    const ProgramResult result = call(arguments);
    CHECK(result.status == 2);
    return result.err;
  }
  fs::path path(const std::string& name) const { return folder_.path() / name; }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("A model card tells what a policy is, and how good") {
  const TinyRun run("forage");
  CHECK_THAT(run.call({"export", "run", "--card", "README.md"}).out, Contains("wrote README.md"));
  const std::string card = read_text(run.path("README.md"));
  CHECK_THAT(card, Catch::Matchers::StartsWith("---\nlibrary_name: saccade\n"));
  CHECK_THAT(card, Contains("- forage\n") && Contains("type: mean_reward") &&
                       Contains("self(6), food(8)") && Contains("`food_eaten`") &&
                       Contains("rollout.envs = 4") && Contains("step-64.safetensors"));
  CHECK_THAT(run.refusal({"export", "run", "--card", "README.md"}), Contains("--force"));
  CHECK(run.call({"export", "run", "--card", "README.md", "--force"}).status == 0);
}

TEST_CASE("A model card of a checkpoint that is alone, or was not evaluated, says no score") {
  const TinyRun run("cartpole");
  fs::copy_file(run.path("run/checkpoints/step-64.safetensors"), run.path("alone.safetensors"));
  REQUIRE(run.call({"export", "alone.safetensors", "--card", "card.md"}).status == 0);
  const std::string card = read_text(run.path("card.md"));
  CHECK_THAT(card, Contains("was not evaluated") && !Contains("model-index") &&
                       Contains("width 16") && Contains("`alone.safetensors`"));
  CHECK_THAT(card, Contains("policy.width = 16") && !Contains("seed = 1\n") &&
                       Contains("saccade train cartpole --init alone.safetensors"));
}

TEST_CASE("A model card names an environment over a socket as the command line does") {
  const TinyRun run("cartpole");
  const fs::path file = locate_run(run.path("run").string()).checkpoint;
  const RunReport report{.folder = "run", .settings = {{"env.id", "\"socket:5555\""}}};
  const std::string card =
      model_card(report, {exported_policy(read_checkpoint(file), file, "")}, "one.safetensors", "");
  CHECK_THAT(card, Contains("# A policy for cartpole") &&
                       Contains("saccade train socket:5555 --init one.safetensors"));
}

TEST_CASE("A model card leaves out what is of another type than Saccade writes") {
  const TinyRun run("cartpole");
  const fs::path file = locate_run(run.path("run").string()).checkpoint;
  const Checkpoint checkpoint = read_checkpoint(file);
  RunReport report{.folder = "run"};
  report.summary = {{"version", 7},
                    {"best_evaluation",
                     {{"step", checkpoint.step},
                      {"return_mean", 12.5},
                      {"return_std", 2.5},
                      {"episodes", "lots"},
                      {"outcomes", {{"fell", "often"}, {"stood", 3}}},
                      {"counts", 4}}}};
  report.explanation = {{"faithfulness", {{"sentence", 5}}}};
  const std::string card =
      model_card(report, {exported_policy(checkpoint, file, "")}, "one.safetensors", "");
  CHECK_THAT(card, Contains("12.50") && Contains("`stood` 3") && !Contains("often") &&
                       !Contains("nan") && !Contains("lots") && !Contains("Counted per episode") &&
                       !Contains("Whether its attention"));
  report.summary["best_evaluation"]["return_std"] = "wide";
  CHECK_THAT(model_card(report, {exported_policy(checkpoint, file, "")}, "one.safetensors", ""),
             Contains("was not evaluated") && !Contains("nan"));
}

TEST_CASE("What to export must be said") {
  const TinyRun run("cartpole");
  CHECK_THAT(run.refusal({"export", "run"}), Contains("--card FILE") && Contains("--header FILE"));
  CHECK_THAT(run.refusal({"export", "nowhere/run", "--card", "card.md"}), Contains("nowhere"));
  CHECK_THAT(run.refusal({"export", "run", "--card", "card.md", "--header", "card.md"}),
             Contains("--header: found 'card.md' for another form"));
  // All is made before anything is written.
  CHECK_THAT(run.refusal({"export", "run", "--card", "card.md", "--header", "h", "--kind", "x"}),
             Contains("agent kind 'x'"));
  CHECK_FALSE(fs::exists(run.path("card.md")));
}

TEST_CASE("A policy is read from its checkpoint alone, each kind by its name") {
  const TinyRun run("hide-and-seek");
  const fs::path file = locate_run(run.path("run").string()).checkpoint;
  const Checkpoint checkpoint = read_checkpoint(file);
  const ExportedPolicy hider = exported_policy(checkpoint, file, "hider");
  CHECK(hider.kind.name == "hider");
  CHECK(hider.kind.observation.types.front().name == "self");
  CHECK(hider.config.encoder.width == 16);
  CHECK(hider.tensors.count("policy.entity.self.embed.weight") == 1);
  CHECK(hider.tensors.count("observation.self.mean") == 1);
  CHECK_THROWS_WITH(exported_policy(checkpoint, file, "wolf"),
                    Contains("'wolf', wanted one of hider, seeker"));
  CHECK_THROWS_WITH(exported_policy(checkpoint, file, ""), Contains("found no agent kind"));
  Checkpoint other = checkpoint;
  other.tensors.erase("hider.policy.entity.self.embed.weight");
  CHECK_THROWS_WITH(exported_policy(other, file, "hider"), Contains("embed.weight"));
}
