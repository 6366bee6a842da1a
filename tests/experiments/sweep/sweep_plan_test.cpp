// Which runs a sweep has, and what each is trained with.
#include "experiments/sweep/sweep_plan.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

using Texts = std::vector<std::string>;

SweepPlan plan(const std::string& text, const Texts& sets = {}) {
  RegisteredEnvironments environments;
  return plan_sweep(parse_sweep(text, "my.toml"), sets, "out", environments);
}

const std::string kWorlds = R"(
config = ["forage", "relay"]
seeds = "1..2"

[set]
steps = 4096
policy.width = 16

[for.relay]
steps = 512

[variant.attention]
policy.encoder = "attention"

[variant.mlp]
configs = ["relay"]
policy.encoder = "mlp"
policy.attention.heads = 1
for.relay.policy.width = 17
)";

Texts labels(const SweepPlan& plan) {
  Texts found;
  for (const PlannedRun& run : plan.runs) found.push_back(run.label);
  return found;
}

void check_refusal(const std::string& more, const std::string& message) {
  CHECK_THROWS_WITH(plan("config = ['forage', 'relay']\n" + more), Catch::Contains(message));
}

}  // namespace

TEST_CASE("a variant is tried with the configurations that it names") {
  CHECK(labels(plan(kWorlds)) == Texts{"attention forage seed 1", "attention forage seed 2",
                                       "attention relay seed 1", "attention relay seed 2",
                                       "mlp relay seed 1", "mlp relay seed 2"});
}

TEST_CASE("what is for one configuration goes before what is for all") {
  const SweepPlan all = plan(kWorlds, {"eval.episodes=3"});
  for (const PlannedRun& run : all.runs) CHECK(run.problem.empty());
  CHECK(all.runs[0].sets ==
        Texts{"policy.width=16", "steps=4096", "eval.episodes=3", "policy.encoder=\"attention\""});
  CHECK(all.runs[2].sets == Texts{"policy.width=16", "steps=4096", "steps=512", "eval.episodes=3",
                                  "policy.encoder=\"attention\""});
  CHECK(all.runs[5].sets == Texts{"policy.width=16", "steps=4096", "steps=512", "eval.episodes=3",
                                  "policy.attention.heads=1", "policy.encoder=\"mlp\"",
                                  "policy.width=17"});
  CHECK(all.runs[0].steps >= 4096);
  CHECK(all.runs[2].steps < all.runs[0].steps);
}

TEST_CASE("settings for a configuration that the sweep does not have are refused") {
  check_refusal("[for.sorter]\nsteps = 5", "for: found 'sorter', wanted one of forage, relay");
  check_refusal("[variant.a.for.sorter]\nsteps = 5", "variant.a.for: found 'sorter'");
  check_refusal("[variant.a]\nconfigs = ['sorter']\nsteps = 5",
                "variant.a.configs: found 'sorter'");
  check_refusal("[variant.a]\nconfigs = 'relay'\nsteps = 5",
                "wanted a list of some of the configurations in config");
  check_refusal("for.forage = 5", "wanted a table of keys of one configuration");
  check_refusal("[for.forage]\nseed = 5", "use the key seeds");
}

TEST_CASE("settings and configurations without effect are refused") {
  check_refusal("[variant.a]\nconfigs = ['relay']\nfor.forage.steps = 5",
                "variant.a.for.forage: has no effect: it is not in variant.a.configs");
  check_refusal("[variant.a]\nconfigs = ['relay']\nsteps = 5",
                "config: no variant is tried with 'forage'");
  check_refusal("[variant.a]\nconfigs = ['relay', 'relay']\nsteps = 5",
                "variant.a.configs: found 'relay' twice");
  check_refusal("[for.relay]\nsteps = 5\n[vary]\nsteps = [5, 6]",
                "for.relay.steps: has no effect: the sweep varies this key");
}

TEST_CASE("a budget that is exceeded says by how many trials") {
  CHECK_THROWS_WITH(plan(kWorlds + "[budget]\nsteps = 5000"),
                    Catch::Contains("but 1 of the sweep's 2 trials alone train for"));
}

TEST_CASE("no key is set for all that a variant sets for one configuration") {
  CHECK_THROWS_WITH(plan(kWorlds, {"policy.width=32"}),
                    Catch::Equals("--set policy.width=32: the sweep varies this key"));
}

}  // namespace saccade
