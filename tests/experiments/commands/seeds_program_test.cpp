// Several seeds through the program, and a run that pauses.
#include "experiments/commands/many_runs.h"

using Catch::Matchers::Contains;
using namespace saccade::testing;

namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

TEST_CASE("train --seeds trains each seed as train --seed does") {
  const TemporaryFolder folder;
  const std::string out = out_of(folder);
  Arguments small;
  for (const char* set : {"rollout.envs=8", "rollout.horizon=16", "policy.width=8",
                          "eval.episodes=2", "eval.every=0"}) {
    small.insert(small.end(), {"--set", set});
  }
  Arguments many = {"train", "cartpole", "--steps", "256", "--seeds", "1,3", "--out", out};
  many.insert(many.end(), small.begin(), small.end());
  const ProgramResult result = run(many);
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK_THAT(result.out, Contains("cartpole seed 1: begins") && Contains("cartpole seed 3: done"));
  CHECK_THAT(result.out, Contains("best eval"));
  Arguments one = {"train", "cartpole",  "--steps", "256",   "--seed",
                   "3",     "--threads", "1",       "--out", out + "/one"};
  one.insert(one.end(), small.begin(), small.end());
  REQUIRE(run(one).status == 0);
  const std::string weights = "checkpoints/step-256.safetensors";
  CHECK((read_text(out + "/one/" + weights) == read_text(out + "/cartpole-3/" + weights)));
  CHECK(fs::exists(out + "/cartpole-1/" + weights));
  CHECK(run(many).status == 0);  // Nothing is left to do.
  many.insert(many.end(), {"--set", "ppo.epochs=2"});
  const ProgramResult other = run(many);
  CHECK(other.status == 2);
  CHECK_THAT(other.err, Contains("ppo.epochs: found") && Contains("cartpole-1"));
}

TEST_CASE("a run that pauses goes on as if it had not") {
  const TemporaryFolder folder;
  const std::string whole = (folder.path() / "whole").string(), paused = out_of(folder);
  const Arguments set = {
      "--steps", "1024",           "--set", "rollout.envs=8", "--set", "rollout.horizon=16",
      "--set",   "policy.width=8", "--set", "eval.every=256", "--set", "eval.episodes=2"};
  Arguments train = {"train", "cartpole", "--out", whole};
  train.insert(train.end(), set.begin(), set.end());
  REQUIRE(run(train).status == 0);
  train[3] = paused;
  train.insert(train.end(), {"--until", "500"});
  const ProgramResult pause = run(train);
  REQUIRE(pause.status == 0);
  CHECK_THAT(pause.out, Contains("512 of 1,024 steps") && Contains("it pauses here"));
  CHECK_THAT(read_text(folder.path() / "out/summary.json"), Contains("\"pause\""));
  CHECK_THAT(run({"train", "--resume", paused, "--until", "100"}).out,
             Contains("nothing left to do"));
  REQUIRE(run({"train", "--resume", paused}).status == 0);
  CHECK((results_in(paused)["checkpoints/step-1024.safetensors"] ==
         results_in(whole)["checkpoints/step-1024.safetensors"]));
}

TEST_CASE("train --seeds refuses what it cannot be given") {
  CHECK_THAT(run({"train", "cartpole", "--seeds", "1..2", "--seed", "4"}).err,
             Contains("leave out --seed"));
  CHECK_THAT(run({"train", "cartpole", "--seeds", "x"}).err, Contains("--seeds: found 'x'"));
  CHECK_THAT(run({"train", "cartpole", "--seeds", "1", "--for", "abc"}).err,
             Contains("--for: found 'abc'"));
  CHECK_THAT(run({"train", "cartpole", "--seeds", "1", "--serve", "0"}).err,
             Contains("leave out --serve"));
  CHECK_THAT(run({"train", "cartpole", "--seeds", "1", "--set", "seed=3"}).err,
             Contains("--seeds") && Contains("seed=3"));
  CHECK_THAT(run({"train", "cartpole", "--jobs", "2"}).err,
             Contains("--jobs") && Contains("--seeds"));
}

TEST_CASE("runs that began with other weights are not gone on with") {
  const TemporaryFolder folder;
  const auto train = [&](const std::string& name, const Arguments& more) {
    Arguments all = {"train", "cartpole", "--steps",
                     "128",   "--out",    (folder.path() / name).string()};
    for (const char* set :
         {"rollout.envs=8", "rollout.horizon=16", "policy.width=8", "eval.episodes=1"}) {
      all.insert(all.end(), {"--set", set});
    }
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  };
  REQUIRE(train("a", {"--seed", "1"}).status == 0);
  REQUIRE(train("b", {"--seed", "2"}).status == 0);
  const std::string a = (folder.path() / "a").string(), b = (folder.path() / "b").string();
  REQUIRE(train("many", {"--seeds", "1..2", "--init", a}).status == 0);
  CHECK(read_text(folder.path() / "many/cartpole-1/init.safetensors") ==
        read_text(folder.path() / "many/cartpole-2/init.safetensors"));
  CHECK(train("many", {"--seeds", "1..2", "--init", a}).status == 0);
  CHECK_THAT(train("many", {"--seeds", "1..3", "--init", b}).err, Contains("init.digest: found"));
  CHECK_THAT(train("many", {"--seeds", "1..3"}).err, Contains("wanted nothing"));
}

}  // namespace
