// saccade compare as a person calls it.
#include "experiments/results/made_runs.h"
#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::json_of;
using saccade::testing::MadeRuns;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::refusal;
using saccade::testing::run;

namespace {

void add_pairs(const MadeRuns& runs) {
  for (const int seed : {1, 2, 3}) {
    runs.add({.name = fmt::format("a-{}", seed), .seed = seed, .scores = {1, 6, 10.0 + seed}});
    runs.add({.name = fmt::format("m-{}", seed),
              .encoder = "mean_pool",
              .seed = seed,
              .scores = {0, 2, 4.0 + seed}});
  }
}

std::string output_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "compare");
  const ProgramResult result = run(arguments);
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK(result.err.empty());
  return result.out;
}

}  // namespace

TEST_CASE("compare prints groups, probabilities, efficiency and configurations") {
  const MadeRuns runs;
  add_pairs(runs);
  const std::string text = output_of({runs.path()});
  CHECK_THAT(text, Contains("forage: return_mean, last evaluation"));
  CHECK_THAT(text, Contains("attention     3  12.0 [9.5, 14.5]"));
  CHECK_THAT(text, Contains("0.00 [0.00, ") && Contains("policy.encoder"));
  CHECK_THAT(text, Contains("attention      11      12      13"));  // Of each seed.
  CHECK_THAT(text, Contains("3 of 3") && Contains("0 of 3"));
  const std::string markdown = output_of({runs.path(), "--markdown"});
  CHECK_THAT(markdown, Contains("| attention | 3 | 12.0 [9.5, 14.5] |"));
  CHECK_THAT(markdown, Contains("| group | runs |") && Contains("|---|---|"));
}

TEST_CASE("compare's JSON has the groups' figures and null where there is no interval") {
  const MadeRuns runs;
  add_pairs(runs);
  runs.add({.name = "alone", .encoder = "deep_sets"});
  const json found = json_of({"compare", runs.path(), "--json", "--threshold", "11"});
  CHECK(found["metric"] == "return_mean");
  CHECK(found["environment"] == "forage");
  const json& attention = found["groups"]["attention"];
  CHECK(attention["runs"] == 3);
  CHECK(attention["final_mean"] == 12);
  CHECK(attention["ci95"][0].get<double>() == Approx(12 - 4.302652729749464 / std::sqrt(3.0)));
  CHECK(attention["final_iqm"] == 12);
  CHECK(attention["iqm_ci95"][0] < 12);
  CHECK(attention["steps"] == 300);
  CHECK(attention["wall_seconds"] == 6);
  CHECK(attention["per_run"].size() == 3);
  CHECK(attention["curve"].size() == 3);
  CHECK(attention["median_steps_to_threshold"] == 300);
  CHECK(found["groups"]["deep_sets"]["ci95"].is_null());
  CHECK(found["groups"]["deep_sets"]["median_steps_to_threshold"].is_null());
  CHECK(found["probability_of_improvement"]["attention > mean_pool"]["p"] == 1);
  CHECK(found["probability_of_improvement"]["attention > mean_pool"]["ci95"][0] < 1);
  CHECK(found["probability_of_improvement"]["attention > deep_sets"]["ci95"].is_null());
  CHECK(found["differences"]["policy.encoder"]["mean_pool"] == "\"mean_pool\"");
}

TEST_CASE("compare writes a row per run and the curves, and overwrites nothing unasked") {
  const MadeRuns runs;
  add_pairs(runs);
  const std::string rows = runs.path("rows.csv"), curves = runs.path("curves.csv");
  output_of({runs.path(), "--csv", rows, "--csv-curves", curves});
  const std::string text = read_text(rows);
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
  CHECK_THAT(text, Contains("forage,attention," + runs.path("a-1") + ",1,300,6,11,300,"));
  CHECK_THAT(read_text(curves), Contains("forage,mean_pool,3,100,0,,,0,,\n"));
  CHECK_THAT(refusal({"compare", runs.path(), "--csv", rows}), Contains("exists already"));
  output_of({runs.path(), "--csv", rows, "--force"});
}

TEST_CASE("compare names the runs that it leaves out") {
  const MadeRuns runs;
  add_pairs(runs);
  runs.add({.name = "empty", .seed = 9, .scores = {}});
  CHECK_THAT(output_of({runs.path()}),
             Contains("Left out '" + runs.path("empty") + "': it has no evaluation."));
  CHECK_THAT(refusal({"compare", runs.path("empty")}), Contains("no run can be compared"));
}

TEST_CASE("compare plays the best checkpoints as eval does") {
  const MadeRuns runs;
  for (const char* seed : {"1", "2"}) {
    const ProgramResult trained = run({"train",
                                       "cartpole",
                                       "--out",
                                       runs.path(seed),
                                       "--quiet",
                                       "--steps",
                                       "128",
                                       "--seed",
                                       seed,
                                       "--set",
                                       "rollout.envs=4",
                                       "--set",
                                       "rollout.horizon=8",
                                       "--set",
                                       "ppo.epochs=1",
                                       "--set",
                                       "policy.width=16",
                                       "--set",
                                       "eval.episodes=1",
                                       "--set",
                                       "eval.every=64"});
    INFO(trained.err);
    REQUIRE(trained.status == 0);
  }
  const std::vector<std::string> how = {"--episodes", "3", "--seed", "5", "--stochastic", "--json"};
  std::vector<std::string> compare = {"compare", runs.path()};
  compare.insert(compare.end(), how.begin(), how.end());
  const json found = json_of(compare);
  CHECK(found["score"] == "best checkpoint on 3 episodes, seeds from 5, sampled actions");
  for (const json& each : found["groups"]["all"]["per_run"]) {
    std::vector<std::string> eval = {"eval", each["folder"].get<std::string>()};
    eval.insert(eval.end(), how.begin(), how.end());
    CHECK(each["score"] == json_of(eval)["return_mean"]);
  }
  CHECK(json_of({"compare", runs.path(), "--json", "--episodes", "3", "--metric",
                 "length_mean"})["groups"]["all"]["final_mean"] > 0);
  const json shorter = json_of({"compare", runs.path(), "--json", "--episodes", "3", "--metric",
                                "length_mean", "--set", "wrap.time_limit=2"});
  CHECK(shorter["groups"]["all"]["final_mean"] == 2);
  CHECK(shorter["score"] ==
        "best checkpoint on 3 episodes, seeds from 0, most likely actions, wrap.time_limit=2");
}

TEST_CASE("compare keeps environments apart and averages what has a common scale") {
  const MadeRuns runs;
  add_pairs(runs);
  for (const int seed : {1, 2}) {
    runs.add({.name = fmt::format("n-{}", seed), .env = "minefield", .seed = seed});
    runs.add({.name = fmt::format("o-{}", seed),
              .env = "minefield",
              .encoder = "mean_pool",
              .seed = seed});
  }
  const json found = json_of({"compare", runs.path(), "--json"});
  CHECK(found["environments"]["minefield"]["groups"]["mean_pool"]["final_mean"] == 3);
  CHECK(found["environments"]["minefield"]["groups"]["mean_pool"]["ci95"].is_null());
  CHECK(found["probability_of_improvement"]["attention > mean_pool"]["p"] == 0.75);
  CHECK_FALSE(found.contains("groups"));
  const std::string text =
      output_of({runs.path(), "--normalise", "forage=2,12", "--normalise", "minefield=0,3"});
  CHECK_THAT(text, Contains("mean over environments") && Contains("scores normalised"));
  CHECK_THAT(text, Contains("1.00 [0."));
}

TEST_CASE("bench intervals measures each figure's intervals") {
  const json found = json_of({"bench", "intervals", "--simulations", "2", "--json"});
  CHECK(found["simulations"] == 2);
  CHECK(found["coverage"]["mean"]["Student t"]["used"] == true);
  CHECK(found["coverage"]["iqm"]["Yuen t"]["normal"].size() == 4);
  CHECK(found["coverage"]["improvement of 3 tasks"].size() == 3);
}

TEST_CASE("compare refuses what it cannot do, with one line") {
  const MadeRuns runs;
  add_pairs(runs);
  const auto refused = [&runs](std::vector<std::string> options) {
    options.insert(options.begin(), {"compare", runs.path()});
    return refusal(options);
  };
  CHECK_THAT(refusal({"compare"}), Contains("RUN... is missing"));
  CHECK_THAT(refusal({"compare", runs.path("none")}), Contains("there is no run"));
  CHECK_THAT(refused({"--metric", "x"}), Contains("found no column 'x'"));
  CHECK_THAT(refused({"--group", "policy.encodr"}), Contains("'policy.encoder'"));
  CHECK_THAT(refused({"--baseline", "x"}), Contains("attention; mean_pool"));
  CHECK_THAT(refused({"--final", "first"}), Contains("'last' or 'best'"));
  CHECK_THAT(refused({"--threshold", "high"}), Contains("found 'high', wanted a number"));
  CHECK_THAT(refused({"--seed", "3"}), Contains("--episodes"));
  CHECK_THAT(refused({"--normalise", "forage=2,1"}), Contains("LOW below HIGH"));
  CHECK_THAT(refused({"--json", "--markdown"}), Contains("wanted one of them"));
}
