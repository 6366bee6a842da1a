// Runs that begin with the weights of another run.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "experiments/run/training.h"
#include "support/saccade_program.h"
#include "support/workshop.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::finish;
using testing::kSteps;
using testing::Runs;
using testing::Sets;
using testing::with;

std::string from(const fs::path& run) {
  return "init.from=" + checkpoint_path(run, kSteps).string();
}

TensorMap tensors_of(const fs::path& file) {
  const Checkpoint checkpoint = read_checkpoint(file);
  std::vector<std::string> kinds;
  for (const KindDescription& kind : checkpoint.kinds) kinds.push_back(kind.name);
  return policy_tensors(checkpoint.tensors, kinds);
}

void check_equal(const TensorMap& a, const TensorMap& b) {
  REQUIRE(!a.empty());
  REQUIRE(a.size() == b.size());
  for (const auto& [name, tensor] : a) CHECK(tensor.bytes == b.at(name).bytes);
}

}  // namespace

TEST_CASE("a run begins with the weights of another, and keeps a copy of them", "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  const Sets sets = with({"seed=7", from(teacher)});
  Training training(load_experiment("cartpole", sets, runs.environments()), runs.environments(),
                    runs.folder("pupil").string());
  const fs::path pupil = training.folder();
  check_equal(tensors_of(checkpoint_path(pupil, 0)), tensors_of(checkpoint_path(teacher, kSteps)));
  check_equal(tensors_of(pupil / "init.safetensors"), tensors_of(checkpoint_path(teacher, kSteps)));
  REQUIRE(training.transfer().size() == 1);  // All of it fits.
  CHECK_THAT(training.transfer()[0], Contains("environment cartpole, step 768"));
  CHECK(read_checkpoint(pupil / "init.safetensors").tensors.size() ==
        tensors_of(pupil / "init.safetensors").size());  // Nothing of the learner.
  CHECK_THAT(read_file(pupil / "config.toml"),
             Contains("\n[init]\nfrom = \"init.safetensors\"\ndigest = \""));
}

TEST_CASE("config.toml of such a run repeats it without the other run", "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  const fs::path pupil = runs.train("pupil", "cartpole", with({"seed=7", from(teacher)}));
  const fs::path drawn = runs.train("drawn", "cartpole", with({"seed=7"}));
  CHECK(testing::without_times(drawn / "metrics.csv") !=
        testing::without_times(pupil / "metrics.csv"));
  fs::remove_all(teacher);
  const fs::path moved = runs.folder("moved");
  fs::rename(pupil, moved);
  const fs::path again = runs.train("again", (moved / "config.toml").string(), {});
  check_same_run(moved, again);
}

TEST_CASE("such a run that was killed continues as if it had not been", "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  const Sets sets = with({"seed=7", from(teacher)});
  const fs::path whole = runs.train("whole", "cartpole", sets);
  {
    Training training(load_experiment("cartpole", sets, runs.environments()), runs.environments(),
                      runs.folder("killed").string());
    for (int i = 0; i < 5; ++i) training.advance();
  }
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.environments()),
                   runs.environments());
  CHECK(resumed.transfer().empty());
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

TEST_CASE("weights of another shape are left, and told", "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  Training training(load_experiment("pendulum", with({from(teacher)}), runs.environments()),
                    runs.environments(), runs.folder("pupil").string());
  std::string told;
  for (const std::string& line : training.transfer()) told += line + "\n";
  CHECK_THAT(told, Contains("  does not fit, begins anew: policy.mlp.up.weight has shape"));
  CHECK_THAT(told,
             Contains("  missing there, begin anew: ") && Contains("policy.head.torque.weight"));
  CHECK_THAT(told, Contains("  not used here: ") && Contains("policy.head.push.weight"));
  CHECK_THAT(told, !Contains("value.head"));  // It fits.
}

TEST_CASE("weights that are missing, damaged or others than the configuration means are refused",
          "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  const auto refusal = [&runs](const Sets& sets) -> std::string {
    try {
      Training(load_experiment("cartpole", with(sets), runs.environments()), runs.environments(),
               runs.folder("pupil").string());
    } catch (const Error& error) {
      CHECK(error.kind() == Error::Kind::kRequest);
      CHECK_FALSE(fs::exists(runs.folder("pupil")));
      return error.what();
    }
    return "";
  };
  CHECK_THAT(refusal({"init.from=/nowhere/step-1.safetensors"}),
             Contains("init.from: ") && Contains("/nowhere/step-1.safetensors"));
  CHECK_THAT(refusal({from(teacher), "init.digest=\"0123456789abcdef\""}),
             Contains("init.digest: the weights in '") && Contains("wanted 0123456789abcdef"));
  CHECK_THAT(refusal({from(teacher), "policy.width=16"}),
             Contains("init.from: '") && Contains("no weight fits") && Contains("wanted ["));
  CHECK_THROWS_WITH(load_experiment("cartpole", {"init.from=3"}, runs.environments()),
                    Contains("init.from: found 3, wanted a path of a checkpoint file"));
  CHECK_THAT(refusal({"init.from=" + teacher.string()}),
             Contains("init.from: found the directory '" + teacher.string()) &&
                 Contains("name one in its checkpoints/, or use --init"));
}

TEST_CASE("a digest of another form, or of no file, is refused") {
  RegisteredEnvironments environments;
  const std::string file = "init.from=step-1.safetensors";
  for (const std::string wrong : {"0123456789abcde", "0123456789abcdeg", "0123456789ABCDEF"}) {
    CHECK_THROWS_WITH(
        load_experiment("cartpole", {file, "init.digest=\"" + wrong + "\""}, environments),
        Contains("init.digest: found \"" + wrong + "\", wanted a text of 16 hexadecimal digits"));
  }
  CHECK_THROWS_WITH(load_experiment("cartpole", {"init.digest=\"0123456789abcdef\""}, environments),
                    Contains("init.digest: found \"0123456789abcdef\" without init.from"));
  CHECK_NOTHROW(load_experiment("cartpole", {file, "init.digest=\"\""}, environments));
}

TEST_CASE("what a run began with is no policy of its own", "[threads]") {
  Runs runs;
  const fs::path teacher = runs.train("teacher", "cartpole", with({}));
  const fs::path pupil = runs.train("pupil", "cartpole", with({from(teacher)}));
  const std::string weights = (pupil / "init.safetensors").string();
  CHECK_THROWS_WITH(load_run(weights, {}, runs.environments()),
                    Contains("init.safetensors' holds what run '") &&
                        Contains("name a checkpoint in '") && Contains("/checkpoints'"));
  CHECK_THAT(testing::refusal({"eval", weights}), Contains("name a checkpoint in '"));
  const Sets same = with({"init.from=" + weights});
  CHECK_NOTHROW(runs.train("again", "cartpole", same));  // But to begin with, it is as good.
}

TEST_CASE("a run of several kinds of agents begins with the weights of each", "[threads]") {
  const testing::TemporaryFolder folder;
  Registry registry;
  testing::add_workshop(registry);
  RegisteredEnvironments environments(std::move(registry));
  const auto start = [&](const std::string& name, const Sets& sets) {
    return Training(load_experiment("workshop", with(sets), environments), environments,
                    (folder.path() / name).string());
  };
  const fs::path teacher = folder.path() / "teacher", pupil = folder.path() / "pupil";
  Training taught = start("teacher", {});
  finish(taught);
  const Training begun = start("pupil", {"seed=7", from(teacher)});
  CHECK(begun.transfer().size() == 1);
  const TensorMap learned = tensors_of(checkpoint_path(teacher, kSteps));
  CHECK(learned.contains("picker.policy.head.pick.key.weight"));
  check_equal(tensors_of(checkpoint_path(pupil, 0)), learned);
}

TEST_CASE("train --init takes a run, tells what does not fit, and refuses what is no run") {
  Runs runs;
  const std::string teacher = runs.train("teacher", "cartpole", with({})).string();
  const auto command = [&runs](const std::string& name, const Sets& more) {
    Sets arguments = {"train", "--out", runs.folder(name).string()};
    for (const std::string& set : with({})) arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  const auto all = testing::run(command("all", {"cartpole", "--init", teacher + "@latest"}));
  INFO(all.err);
  CHECK(all.status == 0);
  CHECK_THAT(all.out, Contains("Begins with the weights of '" + teacher) &&
                          Contains("tensors fit") && !Contains("anew"));
  const auto some = testing::run(command("some", {"pendulum", "--init", teacher}));
  CHECK(some.status == 0);
  CHECK_THAT(some.out, Contains("\n  does not fit, begins anew: policy.mlp.up.weight has"));
  CHECK(testing::run(command("quiet", {"cartpole", "--init", teacher, "--quiet"})).out.empty());

  CHECK_THAT(testing::refusal(command("no", {"cartpole", "--init", "nowhere"})),
             Contains("--init: there is no run or checkpoint 'nowhere'"));
  CHECK_THAT(testing::refusal(command("no", {"cartpole", "--init", teacher + "@5"})),
             Contains("--init: run '" + teacher + "' has no checkpoint '5'"));
  for (const std::string set : {"init.from=x.safetensors", "init.digest=\"\""}) {
    CHECK_THAT(testing::refusal(command("no", {"cartpole", "--init", teacher, "--set", set})),
               Contains("--init sets init.from and takes any weights: leave out --init or '--set " +
                        set + "'"));
  }
  CHECK_FALSE(fs::exists(runs.folder("no")));
  CHECK_THAT(testing::refusal({"train", "--resume", teacher, "--init", teacher}),
             Contains("--resume continues a run as it is: leave out --init"));
}

}  // namespace saccade
