// saccade explain: what does a policy attend to?
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/evaluate.h"
#include "agents/policy/actor.h"
#include "agents/policy/tokens.h"
#include "envs/core/episode/episode_runner.h"
#include "envs/core/episode/same_spaces.h"
#include "experiments/cli/output_path.h"
#include "experiments/cli/subject.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/report/attention_summary.h"

namespace saccade {

namespace {

CommandSyntax explain_syntax() {
  CommandSyntax syntax;
  syntax.name = "explain";
  syntax.summary =
      "Plays episodes with a run's policy and reports how much attention each entity type, the\n"
      "rays and the image get from each head of each layer, and over all layers together\n"
      "(attention rollout). It prints tables and writes explain.json and explain.csv into DIR.\n"
      "Episode k = 0, 1, ... has seed SEED + k; the policy takes the most likely actions.";
  syntax.arguments = {"RUN"};
  syntax.options = {{"episodes", "N", "Episodes to play.", "20"},
                    {"seed", "N", "Seed of the first episode.", "0"},
                    {"out", "DIR",
                     "Directory of the files. Default: the run directory, where they replace "
                     "earlier ones, or the directory of a checkpoint file outside a run."},
                    force_option(),
                    {"json", "", "Print one JSON object instead of tables."}};
  for (const CommandOption& option : subject_options()) syntax.options.push_back(option);
  return syntax;
}

/// Plays the runner's episode of `seed` and hands every decision of every agent to `visit`.
template <class Visit>
void visit_decisions(const Policy& policy, Actor& actor, EpisodeRunner& runner, std::uint64_t seed,
                     const Visit& visit) {
  runner.begin(seed);
  PolicyState state = policy.make_state(runner.spec().kinds[0].agents);
  StepResult result;
  while (!result.terminated && !result.truncated &&
         runner.length() < longest_episode(runner.spec())) {
    std::vector<float> actions;
    for (std::size_t agent = 0; agent < runner.observations().size(); ++agent) {
      const Observation& seen = runner.observations()[agent];
      const Decision decision = actor.decide(seen, state.of(agent), nullptr);
      if (!seen.is_empty()) visit(decision);
      actions.insert(actions.end(), decision.action.begin(), decision.action.end());
    }
    result = runner.advance(actions);
  }
}

AttentionSummary summarise(const Policy& policy, std::unique_ptr<Environment> environment,
                           int episodes, std::uint64_t seed) {
  std::vector<std::string> types;
  for (const TokenSpec& type :
       token_types(policy.observation_space(), policy.config().image_patch)) {
    types.push_back(type.name);
  }
  // The first decision tells what layers and how many heads there are.
  std::optional<AttentionSummary> summary;
  const auto add = [&](const Decision& decision) {
    const AttentionWeights& weights = decision.attention;
    if (!summary) summary.emplace(types, weights.layers, weights.heads);
    summary->add(weights);
  };
  Actor actor(policy);
  EpisodeRunner runner(std::move(environment), seed);
  check_same_spaces(runner.spec(),
                    {{.observation = policy.observation_space(), .action = policy.action_space()}});
  for (int k = 0; k < episodes; ++k) {
    visit_decisions(policy, actor, runner, seed + static_cast<std::uint64_t>(k), add);
  }
  return *summary;
}

void check_are_new(const std::filesystem::path& folder, const CommandLine& line) {
  for (const char* file : {"explain.json", "explain.csv"}) {
    check_is_new(folder / file, "--out", line);
  }
}

void check_names_run(const std::string& run) {
  if (is_run(run)) return;
  locate_run(run);  // Throws, saying what is wrong, unless it is a file of another kind.
  throw Error(fmt::format("'{}': found no checkpoint, wanted a run or a checkpoint", run));
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(explain_syntax(), arguments);
  if (!line) return 0;
  const int episodes = line->whole<int>("episodes", 1);
  const auto seed = line->whole<std::uint64_t>("seed");
  if (line->given("out")) check_are_new(line->text("out"), *line);
  check_names_run(line->argument(0));
  Catalogue catalogue;
  const Subject subject = load_subject(*line, catalogue);
  const Policy& policy = subject.run->policy;
  if (policy.config().encoder.kind != nn::EncoderKind::kAttention) {
    throw Error(
        fmt::format("run '{}': its policy does not attend, wanted one with policy.encoder = "
                    "\"attention\"",
                    line->argument(0)));
  }
  const std::filesystem::path folder =
      line->given("out") ? std::filesystem::path(line->text("out")) : subject.run->folder;
  const bool in_run = std::filesystem::exists(subject.run->folder / "config.toml");
  if (!line->given("out") && !in_run) check_are_new(folder, *line);
  make_folder(folder);
  const AttentionSummary summary =
      summarise(policy, environment_factory(subject.config, catalogue)(), episodes, seed);
  nlohmann::ordered_json json = to_json(summary);
  json["env"] = subject.config.env_id;
  json["step"] = subject.run->step;
  json["episodes"] = episodes;
  json["seed"] = seed;
  write_atomically(folder / "explain.json", json.dump(2) + "\n");
  write_atomically(folder / "explain.csv", to_csv(summary));
  if (line->given("json")) {
    print_json(json, 2);
    return 0;
  }
  print("{} at step {}: {} decisions in {} episodes\n\n{}\nwrote {} and explain.csv\n",
        subject.config.env_id, subject.run->step, summary.decisions(), episodes, to_text(summary),
        (folder / "explain.json").string());
  return 0;
}

}  // namespace saccade
