// saccade eval: episodes with fixed seeds, and what they say about a policy.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/cli/run_or_environment.h"
#include "experiments/cli/watched_evaluation.h"
#include "experiments/commands/commands.h"
#include "experiments/run/evaluation_report.h"

namespace saccade {

namespace {

CommandSyntax eval_syntax() {
  CommandSyntax syntax;
  syntax.name = "eval";
  syntax.summary =
      "Plays episodes with fixed seeds and reports returns, lengths, outcomes and counts.\n"
      "\n"
      "RUN is a run directory (its best checkpoint is used), RUN@STEP, RUN@latest or a checkpoint\n"
      "file. ENV is an environment without a policy; its actions are random.\n"
      "Episode k = 0, 1, ... has seed SEED + k, so all policies play the same episodes.\n"
      "The result does not depend on the number of threads.";
  syntax.arguments = {"RUN|ENV"};
  syntax.options = {
      {"episodes", "N", "Episodes to play.", "100"},
      {"seed", "N", "Seed of the first episode.", "0"},
      {"stochastic", "", "Sample actions instead of taking the most likely one."},
      {"policy", "random", "Take uniformly random actions instead of the run's policy."},
      {"random", "KIND",
       "Let the agents of this kind act at random beside the run's policies; may be repeated.", "",
       true},
      {"max-steps", "N",
       "Maximum steps of an episode; 0: those of the environment, or 10,000 where it sets none.",
       "0"},
      {"threads", "N", "Number of threads; 0: one per processor.", "0"},
      {"json", "", "Print one JSON object."},
  };
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

const PolicySet* chosen_policies(const CommandLine& line, const RunOrEnvironment& loaded) {
  if (line.given("policy") && line.text("policy") != "random") {
    throw Error(fmt::format("option '--policy': found '{}', wanted 'random'", line.text("policy")));
  }
  const PolicySet* const policies = line.given("policy") ? nullptr : loaded.policies();
  if (!policies && line.given("stochastic")) {
    throw Error("option '--stochastic': random actions are sampled anyway; leave it out");
  }
  return policies;
}

/// [kinds] of --random; empty without it.
std::vector<bool> random_kinds(const CommandLine& line, const PolicySet* policies,
                               const EnvironmentSpec& spec) {
  if (!line.given("random")) return {};
  if (!policies) throw Error("option '--random': all act at random anyway; leave it out");
  if (spec.kinds.size() == 1) {
    throw Error("option '--random': environment " + spec.id +
                " has one kind of agents; use --policy random");
  }
  std::vector<bool> chosen(spec.kinds.size());
  std::vector<std::string> names;
  for (const AgentKind& kind : spec.kinds) names.push_back(kind.name);
  for (const std::string& name : line.texts("random")) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      throw Error(fmt::format("option '--random': found '{}', wanted a kind of agents: {}", name,
                              fmt::join(names, ", ")));
    }
    chosen[static_cast<std::size_t>(at - names.begin())] = true;
  }
  return chosen;
}

/// The names of the kinds that act at random.
std::vector<std::string> random_names(const EnvironmentSpec& spec, const EvaluationPlan& plan) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < plan.random_kinds.size(); ++k) {
    if (plan.random_kinds[k]) names.push_back(spec.kinds[k].name);
  }
  return names;
}

std::string describe(const RunOrEnvironment& loaded, const PolicySet* policies,
                     const CommandLine& line, const std::vector<std::string>& random) {
  const std::string episodes =
      fmt::format("{} episodes, seeds from {}", line.text("episodes"), line.text("seed"));
  if (!policies) return fmt::format("{}: random actions, {}\n", loaded.config.env_id, episodes);
  std::string others;
  for (const std::string& kind : random) others += ", " + kind + " at random";
  return fmt::format("{}: {} at step {}, {} actions{}, {}\n", loaded.config.env_id,
                     loaded.run->folder.string(), loaded.run->step,
                     line.given("stochastic") ? "sampled" : "most likely", others, episodes);
}

}  // namespace

int eval_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(eval_syntax(), arguments);
  if (!line) return 0;
  const int episodes = line->whole<int>("episodes", 1);
  const auto seed = line->whole<std::uint64_t>("seed");
  RegisteredEnvironments environments;
  RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  loaded.config.threads = line->whole<int>("threads", 0, 1024);
  const PolicySet* const policies = chosen_policies(*line, loaded);
  const EnvironmentFactory factory = environment_factory(loaded.config, environments);
  const EnvironmentSpec spec = spec_of(factory);
  InterruptGuard guard;
  const EvaluationPlan plan{.episodes = episodes,
                            .seed = seed,
                            .stochastic = line->given("stochastic"),
                            .max_steps = line->whole<int>("max-steps", 0),
                            .threads = thread_count(loaded.config),
                            .random_kinds = random_kinds(*line, policies, spec),
                            .stop = &guard.flag()};
  const Evaluation evaluation =
      evaluate_watched(policies, factory, spec, plan, guard, loaded.config);
  if (evaluation.stopped) {
    fmt::print(stderr, "Interrupted before all {} episodes were played.\n", episodes);
    return kExitInterrupted;
  }
  const EvaluationReport report = make_report(spec, evaluation, seed);
  if (line->given("json")) {
    nlohmann::ordered_json json = to_json(report);
    if (!plan.random_kinds.empty()) json["random"] = random_names(spec, plan);
    print_json(json);
  } else {
    print("{}{}", describe(loaded, policies, *line, random_names(spec, plan)), to_text(report));
  }
  return 0;
}

}  // namespace saccade
