// Which runs are one group, what it is called, and what is computed of it.
#include <catch2/catch.hpp>

#include "envs/core/error.h"
#include "experiments/results/compare_runs.h"
#include "experiments/results/made_runs.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::MadeRuns;
using Names = std::vector<std::string>;

std::vector<RunResults> load(const MadeRuns& runs) {
  return load_results(find_runs({runs.path()}), "return_mean").runs;
}

Comparison compare(const MadeRuns& made, ComparisonPlan plan = {}, const Names& keys = {}) {
  const std::vector<RunResults> runs = load(made);
  return compare_runs(runs, group_runs(runs, keys), last_scores(runs), plan);
}

/// Two encoders with two seeds each.
void add_pairs(const MadeRuns& runs, const std::string& env = "forage") {
  for (const int seed : {1, 2}) {
    const std::string end = fmt::format("-{}-{}", env, seed);
    runs.add({.name = "a" + end, .env = env, .seed = seed, .scores = {1, 6, 10.0 + seed}});
    runs.add({.name = "b" + end,
              .env = env,
              .encoder = "mean_pool",
              .seed = seed,
              .scores = {0, 2, 4.0 + seed}});
  }
}

}  // namespace

TEST_CASE("Runs that differ only in their seed are a group named by what differs") {
  const MadeRuns runs;
  add_pairs(runs);  // Their threads differ as well, which changes nothing.
  const Comparison found = compare(runs);
  CHECK(found.groups == Names{"attention", "mean_pool"});
  CHECK(found.baseline == "attention");
  REQUIRE(found.tasks.size() == 1);
  REQUIRE(found.tasks[0].groups.size() == 2);
  CHECK(found.tasks[0].groups[0].runs.size() == 2);
  REQUIRE(found.differences.size() == 1);
  CHECK(found.differences[0].key == "policy.encoder");
  CHECK(found.differences[0].values == Names{"\"attention\"", "\"mean_pool\""});
  CHECK(found.notes.empty());
}

TEST_CASE("Names have keys where several differ, and leave out keys that follow from others") {
  const MadeRuns runs;
  runs.add({.name = "a", .more = "algorithm = \"ppo\"\nppo.epochs = 4\nrollout.gamma = 0.99"});
  runs.add({.name = "b", .more = "algorithm = \"a2c\"\nrollout.gamma = 0.99"});
  runs.add({.name = "c", .more = "algorithm = \"a2c\"\nrollout.gamma = 0.9"});
  CHECK(compare(runs).groups == Names{"algorithm=ppo, gamma=0.99", "algorithm=a2c, gamma=0.99",
                                      "algorithm=a2c, gamma=0.9"});
}

TEST_CASE("Runs can be grouped by a key, and what else differs is told") {
  const MadeRuns runs;
  add_pairs(runs);
  runs.add({.name = "c/x", .seed = 3, .more = "rollout.gamma = 0.5"});
  const Comparison found = compare(runs, {}, {"policy.encoder"});
  CHECK(found.groups == Names{"attention", "mean_pool"});
  REQUIRE(found.notes.size() == 1);
  CHECK_THAT(found.notes[0], Contains("group attention") && Contains("rollout.gamma"));
  CHECK(compare(runs, {}, {"folder"}).groups.size() == 2);
  CHECK_THROWS_WITH(compare(runs, {}, {"policy.encodr"}),
                    Contains("did you mean 'policy.encoder'"));
}

TEST_CASE("Folders of one name at different places are one group") {
  const MadeRuns runs;
  runs.add({.name = "x/study/a", .seed = 1});
  runs.add({.name = "y/study/a", .seed = 2});
  runs.add({.name = "y/other/a", .seed = 3});
  const Comparison found = compare(runs, {}, {"folder"});
  CHECK(found.groups == Names{"study", "other"});
  CHECK(found.tasks[0].groups[0].runs.size() == 2);
}

TEST_CASE("A run that repeats another is counted once") {
  const MadeRuns runs;
  runs.add({.name = "x/a"});
  runs.add({.name = "y/a"});
  std::vector<RunResults> loaded = load(runs);
  const std::vector<OmittedRun> repeated = take_repeated(loaded, false);
  CHECK(loaded.size() == 1);
  REQUIRE(repeated.size() == 1);
  CHECK_THAT(repeated[0].reason, Contains("x/a"));
  loaded = load(runs);
  CHECK(take_repeated(loaded, true).empty());
}

TEST_CASE("The baseline comes first, with the values of its configuration") {
  const MadeRuns runs;
  add_pairs(runs);
  const Comparison found = compare(runs, {.metric = "", .score_kind = "", .baseline = "mean_pool"});
  CHECK(found.groups == Names{"mean_pool", "attention"});
  CHECK(found.differences[0].values == Names{"\"mean_pool\"", "\"attention\""});
  CHECK(found.tasks[0].groups[0].final_mean.value == 5.5);
  CHECK_THROWS_WITH(compare(runs, {.metric = "", .score_kind = "", .baseline = "x"}),
                    Contains("wanted one of the groups: attention; mean_pool"));
}

TEST_CASE("A group has a curve, a final score and a sample efficiency") {
  const MadeRuns runs;
  add_pairs(runs);
  runs.add({.name = "a-3", .seed = 3, .scores = {1, 3}});
  ComparisonPlan plan{.metric = "return_mean", .score_kind = "", .threshold = 6};
  const Comparison found = compare(runs, plan, {"policy.encoder"});
  const ComparedGroup& group = found.tasks[0].groups[0];
  CHECK(group.final_mean.value == Approx((11.0 + 12 + 3) / 3));
  CHECK(group.steps == 267);
  REQUIRE(group.curve.size() == 2);  // The third run has no evaluation at step 300.
  CHECK(group.curve[1].step == 200);
  CHECK(group.curve[1].mean.value == 5);
  CHECK(group.efficiency.reached == 2);
  CHECK(group.efficiency.median_steps == 200.0);
  CHECK(group.efficiency.median_seconds == 4.0);
  CHECK_FALSE(found.tasks[0].groups[1].efficiency.median_steps);  // One of two reaches it.
  CHECK(found.tasks[0].groups[1].efficiency.reached == 1);
}

TEST_CASE("The default threshold is nine tenths of what the best group gains") {
  const MadeRuns runs;
  add_pairs(runs);
  CHECK(*compare(runs).tasks[0].threshold == Approx(0.9 * 11.5));
  const MadeRuns costs;  // Returns below 0, where 90% of the best would be more than the best.
  costs.add({.name = "a", .scores = {-1000, -200}});
  CHECK(*compare(costs).tasks[0].threshold == Approx(-280));
}

TEST_CASE("The best evaluation can be the final score instead of the last") {
  const MadeRuns runs;
  runs.add({.name = "a", .scores = {1, 8, 3}});
  const std::vector<RunResults> loaded = load(runs);
  CHECK(last_scores(loaded)[0].score == 3);
  CHECK(best_scores(loaded)[0].score == 8);
  CHECK(best_scores(loaded)[0].step == 200);
}

TEST_CASE("A run that has not trained for its steps is named") {
  const MadeRuns runs;
  runs.add({.name = "a"});
  testing::write_text(runs.folder("a") / "evals.csv", "step,return_mean\n100,1\n");
  REQUIRE(compare(runs).notes.size() == 1);
  CHECK_THAT(compare(runs).notes[0], Contains("100 of 300 steps"));
}

TEST_CASE("An outcome is scored by its share of the episodes") {
  const MadeRuns runs;
  runs.add({.name = "a"});
  testing::write_text(runs.folder("a") / "evals.csv",
                      "step,return_mean,episodes,outcome.target\n100,1,20,5\n300,1,20,18\n");
  const std::vector<RunResults> loaded =
      load_results(find_runs({runs.path()}), "outcome.target").runs;
  REQUIRE(loaded.size() == 1);
  CHECK(loaded[0].evaluations[0].score == 0.25);
  CHECK(last_scores(loaded)[0].score == 0.9);
}

TEST_CASE("Runs without the metric are left out") {
  const MadeRuns runs;
  runs.add({.name = "a"});
  runs.add({.name = "b"});
  testing::write_text(runs.folder("b") / "evals.csv", "step,count.food\n300,1\n");
  const LoadedResults loaded = load_results(find_runs({runs.path()}), "count.food");
  CHECK(loaded.runs.size() == 1);
  REQUIRE(loaded.omitted.size() == 1);
  CHECK_THAT(loaded.omitted[0].reason,
             Contains("found no column 'count.food'; it has wall_seconds, episodes"));
}

TEST_CASE("Means over environments are of groups that are in all of them") {
  const MadeRuns runs;
  add_pairs(runs, "forage");
  add_pairs(runs, "minefield");
  for (const int seed : {1, 2}) {
    runs.add({.name = fmt::format("c-{}", seed),
              .env = "minefield",
              .encoder = "max_pool",
              .seed = seed,
              .scores = {1, 2, 3}});
  }
  const Comparison found = compare(runs);
  CHECK(found.improvements.size() == 2);
  REQUIRE(found.notes.size() == 1);
  CHECK_THAT(found.notes[0], Contains("for lack of runs in some: max_pool."));
  ComparisonPlan plan{.metric = "", .score_kind = "", .scales = {{"forag", {0, 10}}}};
  CHECK_THROWS_WITH(compare(runs, plan),
                    Contains("found 'forag', wanted one of forage, minefield"));
}

TEST_CASE("Runs of several environments are compared in each, and together by probability") {
  const MadeRuns runs;
  add_pairs(runs, "forage");
  add_pairs(runs, "minefield");
  Comparison found = compare(runs);
  CHECK(found.tasks.size() == 2);
  CHECK(found.groups == Names{"attention", "mean_pool"});
  REQUIRE(found.improvements.size() == 2);
  CHECK(found.improvements[0].better == "attention");
  CHECK(found.improvements[0].probability.value == 1);
  CHECK(found.aggregate.empty());
  ComparisonPlan plan{.metric = "", .score_kind = "", .scales = {{"forage", {0, 10}}}};
  CHECK_THROWS_WITH(compare(runs, plan), Contains("found no scale of 'minefield'"));
  CHECK_THROWS_WITH(compare(runs, plan, {"env.id"}), Contains("found no group with runs in every"));
  plan.scales["minefield"] = {0, 100};
  found = compare(runs, plan);
  REQUIRE(found.aggregate.size() == 2);
  CHECK(found.aggregate[0].runs == 4);
  CHECK(found.aggregate[0].mean.value == Approx((1.15 + 0.115) / 2));
}

}  // namespace saccade
