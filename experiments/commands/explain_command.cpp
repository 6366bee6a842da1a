// saccade explain: what does a policy attend to?
#include <filesystem>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/tokens.h"
#include "envs/core/episode_runner.h"
#include "experiments/play/attention_summary.h"
#include "experiments/play/episode_guard.h"
#include "experiments/play/subject.h"
#include "experiments/run/atomic_file.h"

namespace saccade {

namespace {

CommandSyntax explain_syntax() {
  CommandSyntax syntax;
  syntax.name = "explain";
  syntax.summary =
      "Plays episodes with a run's policy and reports how much attention each type of entity, "
      "the\n"
      "rays and the image get from each head of each layer, and from all layers together "
      "(attention\n"
      "rollout): as tables on stdout, and as explain.json and explain.csv in DIR. The k-th episode "
      "has\n"
      "seed SEED + k; actions are the most likely ones.";
  syntax.arguments = {"RUN"};
  syntax.options = {{"episodes", "N", "Episodes to play.", "20"},
                    {"seed", "N", "Seed of the first episode.", "0"},
                    {"out", "DIR", "Where the files go; by default the run directory."},
                    {"json", "", "Print one JSON object instead of tables."}};
  for (const CommandOption& option : subject_options()) syntax.options.push_back(option);
  return syntax;
}

/// Lets every agent act once and hands each decision to `visit`; returns whether that ends the
/// episode.
template <class Visit>
bool act_once(Actor& actor, Environment& environment, const Visit& visit) {
  const EnvironmentSpec& spec = environment.spec();
  Observation observation(spec.observation, spec.action);
  std::vector<float> rewards(static_cast<std::size_t>(spec.agents));
  std::vector<float> actions;
  for (int agent = 0; agent < spec.agents; ++agent) {
    observation.clear();
    environment.observe(agent, observation);
    check_observation(spec, observation);
    const Decision decision = actor.decide(observation, nullptr);
    visit(decision);
    actions.insert(actions.end(), decision.action.begin(), decision.action.end());
  }
  const StepResult result = environment.step(actions, rewards);
  return result.terminated || result.truncated;
}

/// Plays episodes and hands every decision of every agent to `visit`.
template <class Visit>
void visit_decisions(const Policy& policy, Environment& environment, int episodes,
                     std::uint64_t seed, const Visit& visit) {
  Actor actor(policy);
  for (int episode = 0; episode < episodes; ++episode) {
    const std::uint64_t episode_seed = seed + static_cast<std::uint64_t>(episode);
    int step = 0;
    at_episode({environment.spec().id, episode_seed, step}, [&] {
      environment.reset(episode_seed);
      while (step < environment.spec().max_steps && !act_once(actor, environment, visit)) ++step;
    });
  }
}

AttentionSummary summarise(const Policy& policy, Environment& environment, int episodes,
                           std::uint64_t seed) {
  std::vector<std::string> types;
  for (const TokenType& type :
       token_types(policy.observation_space(), policy.config().image_patch)) {
    types.push_back(type.name);
  }
  // The first decision tells what layers and how many heads there are.
  std::optional<AttentionSummary> summary;
  visit_decisions(policy, environment, episodes, seed, [&](const Decision& decision) {
    const AttentionWeights& weights = decision.attention;
    if (!summary) summary.emplace(types, weights.layers, weights.heads);
    summary->add(weights);
  });
  return *summary;
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(explain_syntax(), arguments);
  if (!line) return 0;
  const int episodes = line->whole<int>("episodes", 1);
  const auto seed = line->whole<std::uint64_t>("seed");
  if (!is_run(line->argument(0))) locate_run(line->argument(0));  // Throws, saying what is wrong.
  Catalogue catalogue;
  const Subject subject = load_subject(*line, catalogue);
  const Policy& policy = subject.run->policy;
  if (policy.config().encoder.kind != nn::EncoderKind::kAttention) {
    throw Error(
        fmt::format("run '{}': its policy does not attend; wanted policy.encoder = "
                    "\"attention\"",
                    line->argument(0)));
  }
  const std::filesystem::path folder =
      line->given("out") ? std::filesystem::path(line->text("out")) : subject.run->folder;
  make_folder(folder);
  const auto environment = environment_factory(subject.config, catalogue)();
  const AttentionSummary summary = summarise(policy, *environment, episodes, seed);
  nlohmann::ordered_json json = to_json(summary);
  json["env"] = subject.config.env_id;
  json["step"] = subject.run->step;
  json["episodes"] = episodes;
  json["seed"] = seed;
  write_atomically(folder / "explain.json", json.dump(2) + "\n");
  write_atomically(folder / "explain.csv", to_csv(summary));
  if (line->given("json")) {
    fmt::print("{}\n", json.dump(2));
    return 0;
  }
  fmt::print("{} at step {}: {} decisions in {} episodes\n\n{}\nwrote {} and explain.csv\n",
             subject.config.env_id, subject.run->step, summary.decisions(), episodes,
             to_text(summary), (folder / "explain.json").string());
  return 0;
}

}  // namespace saccade
