// Whole runs in an environment with several kinds of agents.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "envs/episode/episode_runner.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/safetensors.h"
#include "experiments/machine/memory_need.h"
#include "experiments/run/evaluation_report.h"
#include "experiments/run/resumed_run.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "experiments/run/workshop_environments.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::finish;
using testing::with;
using testing::Workshop;
using testing::workshop_environments;

fs::path train(const fs::path& folder, RegisteredEnvironments& environments) {
  Training training(load_experiment("workshop", with({}), environments), environments,
                    folder.string());
  finish(training);
  return folder;
}

std::string header_of(const fs::path& file) {
  const std::string text = read_file(file);
  return text.substr(0, text.find('\n'));
}

}  // namespace

TEST_CASE("a run of several kinds has figures of each", "[threads]") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments = workshop_environments();
  const fs::path run = train(folder.path() / "run", environments);
  CHECK(header_of(run / "metrics.csv") ==
        "step,wall_seconds,episodes,return_mean,length_mean,porter.return_mean,picker.return_mean,"
        "porter.policy_loss,porter.value_loss,porter.entropy,porter.approx_kl,"
        "porter.clip_fraction,porter.explained_variance,porter.learning_rate,porter.grad_norm,"
        "picker.policy_loss,picker.value_loss,picker.entropy,picker.approx_kl,"
        "picker.clip_fraction,picker.explained_variance,picker.learning_rate,picker.grad_norm,"
        "steps_per_second");
  CHECK(header_of(run / "evals.csv") ==
        "step,wall_seconds,episodes,return_mean,return_std,return_min,return_max,length_mean,"
        "porter.return_mean,picker.return_mean,count.steps");
  const SafetensorsFile file = read_safetensors(checkpoint_path(run, testing::kSteps));
  CHECK(file.metadata.at("kinds") == R"(["porter","picker"])");
  CHECK_THAT(file.metadata.at("picker.observation"), Contains("card"));
  CHECK_FALSE(file.metadata.contains("observation"));
  CHECK(file.tensors.contains("picker.policy.entity.card.embed.weight"));
  CHECK(file.tensors.at("run.kind_returns").shape[0] % 2 == 0);
}

TEST_CASE("a run of several kinds that was killed continues as if it had not been", "[threads]") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments = workshop_environments();
  RegisteredEnvironments again = workshop_environments();
  const fs::path whole = train(folder.path() / "whole", environments);
  const fs::path killed = folder.path() / "killed";
  {
    Training training(load_experiment("workshop", with({}), environments), environments,
                      killed.string());
    for (int i = 0; i < 5; ++i) training.advance();
  }
  Training resumed(open_for_resume(killed, {}, again), again);
  finish(resumed);
  check_same_run(whole, killed);
}

TEST_CASE("checkpoints of other kinds are refused by their names") {
  const EnvironmentSpec spec = Workshop().spec();
  const Checkpoint checkpoint = make_checkpoint(ExperimentConfig(), spec, 0, {});
  CHECK_NOTHROW(check_fits(checkpoint, "file", spec));
  EnvironmentSpec other = spec;
  other.kinds[1].name = "sorter";
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", other),
                    Contains("with the agent kinds [porter, picker], but environment 'workshop' "
                             "has [porter, sorter]"));
  other = spec;
  other.kinds.pop_back();
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", other), Contains("has [porter]"));
  other = spec;
  other.kinds[1].observation.types[1].features.emplace_back("weight");
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", other),
                    Contains("with the entities of agent kind picker [self(0), card(1)]"));
}

TEST_CASE("metadata with kinds that are no names are refused") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "step-0.safetensors";
  const Checkpoint good = make_checkpoint(ExperimentConfig(), Workshop().spec(), 0, {});
  write_checkpoint(file, good);
  CHECK(read_checkpoint(file).kinds.at(1).name == "picker");
  SafetensorsFile contents = read_safetensors(file);
  for (const char* kinds : {"[", "[1, 2]", "[]", "{}", "\"porter\"", "[[[[[[]]]]]]"}) {
    contents.metadata["kinds"] = kinds;
    write_safetensors(file, contents);
    CHECK_THROWS_WITH(read_checkpoint(file),
                      Contains("its metadata 'kinds' hold") && Contains("wanted a list of names"));
  }
  contents.metadata["kinds"] = R"(["porter", "cook"])";
  write_safetensors(file, contents);
  CHECK_THROWS_WITH(read_checkpoint(file), Contains("its metadata lack 'cook.observation'"));
}

TEST_CASE("a report has the returns of each kind, of the episodes in which it was there") {
  const EnvironmentSpec spec = Workshop().spec();
  Evaluation evaluation;
  evaluation.episodes = {
      {.seed = 5, .length = 8, .returns = {1, 3, 10}, .counts = {8}, .acted = {8, 8, 8}},
      {.seed = 6, .length = 8, .returns = {4, 0, 0}, .counts = {8}, .acted = {8, 0, 0}}};
  evaluation.steps = 16;
  const nlohmann::ordered_json json = to_json(make_report(spec, evaluation, 5));
  CHECK(json["kinds"]["porter"]["return_mean"] == 3);
  CHECK(json["kinds"]["picker"]["return_mean"] == 10);
  CHECK(json["per_episode"][0]["returns"]["porter"] == 2);
  CHECK(json["per_episode"][1]["returns"]["picker"].is_null());
  CHECK_THAT(to_text(make_report(spec, evaluation, 5)), Contains("\n          picker: 10.00 +- "));
}

TEST_CASE("the memory that a run needs counts the agents of all kinds") {
  RegisteredEnvironments environments = workshop_environments();
  const ExperimentConfig config = load_experiment("workshop", with({}), environments);
  const MemoryNeed need = measure_need(config, environment_factory(config, environments));
  CHECK(need.steps == 4 * 32);
  CHECK(need.step == 4 * (3 * 6 + 5));
}

}  // namespace saccade
