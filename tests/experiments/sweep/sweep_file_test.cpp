#include "experiments/sweep/sweep_file.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "envs/core/error.h"
#include "experiments/sweep/trials.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Numbers = std::vector<double>;

SweepConfig parse(const std::string& text) {
  return parse_sweep(text, "my.toml");
}

const std::string kGrid = R"(
config = "forage"
seeds = [1, 3]

[set]
steps = 4096
policy.width = 16

[vary]
policy.encoder = ["attention", "mean_pool"]
ppo.clip = [0.1, 0.2, 0.3]
)";

TEST_CASE("a sweep's file is read") {
  const SweepConfig sweep = parse(kGrid);
  CHECK(sweep.configs == std::vector<std::string>{"forage"});
  CHECK(sweep.seeds == std::vector<std::uint64_t>{1, 3});
  CHECK(sweep.search == SearchKind::kGrid);
  REQUIRE(sweep.set.size() == 2);
  CHECK(sweep.set[0].key == "policy.width");
  REQUIRE(sweep.vary.size() == 2);
  CHECK(sweep.vary[1].key == "ppo.clip");
  CHECK(sweep.vary[1].values == std::vector<ConfigValue>{0.1, 0.2, 0.3});
}

TEST_CASE("a grid has every combination") {
  const std::vector<Trial> trials = make_trials(parse(kGrid), 0);
  REQUIRE(trials.size() == 6);
  CHECK(describe_trial(trials[0]) == "policy.encoder=attention, ppo.clip=0.1");
  CHECK(describe_trial(trials[1]) == "policy.encoder=attention, ppo.clip=0.2");
  CHECK(describe_trial(trials[5]) == "policy.encoder=mean_pool, ppo.clip=0.3");
}

TEST_CASE("a grid without variations is one trial, and lists may hold lists") {
  CHECK(make_trials(parse("config = 'forage'"), 0).size() == 1);
  const auto trials =
      make_trials(parse("config = 'forage'\n[vary]\npolicy.hidden = [[64], [32, 32]]"), 0);
  REQUIRE(trials.size() == 2);
  CHECK(describe_trial(trials[1]) == "policy.hidden=[32, 32]");
}

TEST_CASE("variants set keys that go together") {
  const SweepConfig sweep = parse(R"(
config = "forage"
[variant.near]
policy.attention.kind = "local"
policy.attention.neighbours = 8
[variant.all]
policy.attention.kind = "dot_product"
[vary]
ppo.clip = [0.1, 0.2]
)");
  const auto trials = make_trials(sweep, 0);
  REQUIRE(trials.size() == 4);
  CHECK(describe_trial(trials[0]) == "all, ppo.clip=0.1");
  CHECK(describe_trial(trials[3]) == "near, ppo.clip=0.2");
  REQUIRE(trials[3].variant.settings.size() == 2);
  CHECK(trials[3].variant.settings[1].key == "policy.attention.neighbours");
  // Names of which one begins with the other.
  const std::string names = "[variant.a]\nc = 1\nppo.d = 2\n[variant.a-x]\nc = 1\n";
  CHECK(make_trials(parse("config = 'x'\n" + names), 0).size() == 2);
}

TEST_CASE("a grid takes so many numbers from a range, ends included") {
  const auto trials = make_trials(parse(R"(
config = "forage"
[vary]
optimiser.learning_rate = { min = 1e-4, max = 1e-2, scale = "log", count = 3 }
policy.width = { min = 16, max = 64, count = 4 }
)"),
                                  0);
  REQUIRE(trials.size() == 12);
  CHECK(describe_trial(trials[0]) == "optimiser.learning_rate=0.0001, policy.width=16");
  CHECK(describe_trial(trials[5]) == "optimiser.learning_rate=0.001, policy.width=32");
  CHECK(describe_trial(trials[11]) == "optimiser.learning_rate=0.01, policy.width=64");
}

TEST_CASE("random trials lie in their ranges, spread as asked, and do not depend on their number") {
  const SweepConfig sweep = parse(R"(
config = "forage"
search = "random"
samples = 400
[vary]
optimiser.learning_rate = { min = 1e-4, max = 1e-2, scale = "log" }
policy.width = { min = 1, max = 3 }
policy.encoder = ["attention", "mean_pool"]
)");
  const std::vector<Trial> trials = make_trials(sweep, sweep.samples);
  REQUIRE(trials.size() == 400);
  int below = 0;
  std::multiset<std::int64_t> widths;
  std::multiset<std::string> encoders;
  for (const Trial& trial : trials) {
    const double rate = std::get<double>(trial.settings[0].value);
    CHECK((rate >= 1e-4 && rate <= 1e-2));
    below += rate < 1e-3;
    encoders.insert(std::get<std::string>(trial.settings[1].value));
    widths.insert(std::get<std::int64_t>(trial.settings[2].value));
  }
  CHECK(std::abs(below - 200) < 50);  // Five standard deviations.
  CHECK(std::abs(static_cast<int>(encoders.count("attention")) - 200) < 50);
  for (const std::int64_t width : {1, 2, 3}) {
    CHECK(std::abs(static_cast<int>(widths.count(width)) - 133) < 47);
  }
  const std::vector<Trial> fewer = make_trials(sweep, 10);
  for (std::size_t i = 0; i < 10; ++i) CHECK(describe_trial(fewer[i]) == describe_trial(trials[i]));
  CHECK(describe_trial(trials[0]) != describe_trial(trials[1]));
}

TEST_CASE("what a sweep's file cannot mean is named with its line") {
  const auto refuse = [](const std::string& text, const std::string& wanted) {
    INFO(text);
    CHECK_THROWS_WITH(parse(text), Contains("my.toml") && Contains(wanted));
  };
  refuse("seeds = 1", "config is missing");
  refuse("config = 3", "config");
  refuse("config = 'a'\nsed = 1", "my.toml:2: a sweep has no key 'sed'");
  refuse("config = 'a'\nsearch = 'best'", "one of grid, random, halving");
  refuse("config = 'a'\nseeds = 'x'", "my.toml:2: seeds");
  refuse("config = 'a'\nsamples = 3", "no effect with search = \"grid\"");
  refuse("config = 'a'\nsearch = 'random'\n[vary]\na = [1]", "samples is missing");
  refuse("config = 'a'\nsearch = 'random'\nsamples = 3", "vary is missing");
  refuse("config = 'a'\n[vary]\nppo.clip = 3", "a list of values, or a range");
  refuse("config = 'a'\n[vary]\nppo.clip = []", "found no values");
  refuse("config = 'a'\n[vary]\nppo.clip = { min = 1, max = 1, count = 2 }", "min less than max");
  refuse("config = 'a'\n[vary]\nppo.clip = { min = 0, max = 1, scale = 'log', count = 2 }",
         "wanted at least 1e-30");
  refuse("config = 'a'\n[vary]\nppo.clip = { min = 0.0, max = 1e300, count = 2 }", "[-1e15, 1e15]");
  refuse("config = 'a'\n[vary]\nppo.clip = { min = 0, max = 1, scale = 'cubic', count = 2 }",
         "one of linear, log");
  refuse("config = 'a'\n[vary]\nppo.clip = { min = 0.0, max = 1.0 }", "needs the range's count");
  refuse("config = 'a'\n[vary]\nseed = [1, 2]", "use the key seeds");
  refuse("config = 'a'\n[set]\nthreads = 2", "use the option --threads");
  refuse("config = 'a'\n[halving]\nrungs = 3", "no effect without search = \"halving\"");
  refuse("config = 'a'\n[budget]\ntime = '5'", "budget.time");
  refuse("config = 'a'\n[variant]\nb = 3", "a table of keys");
  refuse("config = 'a'\n[variant.'a/b']\nc = 3", "the variant 'a/b'");
  refuse("config = 'a'\n[variant.x]\nseed = 3", "use the key seeds");
  refuse("config = 'a'\nsearch = 'random'\nsamples = 1\n[variant.x]\nb = 3\n[vary]\na = [1]",
         "search = \"grid\" alone");
  refuse("config = 'a'\nplugins = ['x.so']", "--plugin");
  refuse("config = ['a', 'b']\nsearch = 'halving'\nsamples = 3\n[vary]\na = [1]",
         "one configuration");
  refuse("config = 'a'\nsearch = 'random'\nsamples = 3\n[vary]\na = { min = 0, max = 1, count = 2}",
         "count has no effect");
}

TEST_CASE("halving trains fewer trials for longer") {
  const HalvingConfig halving{.reduction = 3, .rungs = 3};
  CHECK(rung_steps(halving, 9000) == std::vector<std::int64_t>{1000, 3000, 9000});
  CHECK(halving_steps(halving, 9, 9000) == 9 * 1000 + 3 * 2000 + 1 * 6000);
  const double nan = std::nan("");
  CHECK(survivors({0, 1, 2, 3, 4, 5}, {1, 5, nan, 5, 4, -1}, 3) == std::vector<std::size_t>{1, 3});
  CHECK(survivors({2, 5, 8}, {7, 7, 7}, 3) == std::vector<std::size_t>{2});
  CHECK(survivors({2, 5}, {nan, -4}, 3) == std::vector<std::size_t>{5});
  CHECK(survivors({2, 5}, {nan, nan}, 2) == std::vector<std::size_t>{2});
}

}  // namespace
}  // namespace saccade
