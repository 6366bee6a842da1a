// saccade explain: what does a policy attend to?
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/evaluate.h"
#include "agents/policy/policy_set.h"
#include "agents/policy/tokens.h"
#include "envs/episode/episode_runner.h"
#include "envs/episode/same_spaces.h"
#include "experiments/cli/output_path.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/report/attention_report.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {

namespace {

CommandSyntax explain_syntax() {
  CommandSyntax syntax;
  syntax.name = "explain";
  syntax.summary =
      "Plays episodes with a run's policy and reports how much attention each entity type, the\n"
      "rays and the image get from each head of each layer, and over all layers together\n"
      "(attention rollout), for each kind of agents by itself; of a memory that attends\n"
      "(policy.memory = attention), how much each step gets that it remembers. It prints tables\n"
      "and writes explain.json and explain.csv into DIR.\n"
      "Episode k = 0, 1, ... has seed SEED + k; the policy takes the most likely actions.";
  syntax.arguments = {"RUN"};
  syntax.options = {{"episodes", "N", "Episodes to play.", "20"},
                    {"seed", "N", "Seed of the first episode.", "0"},
                    {"out", "DIR",
                     "Directory of the files. Default: the run directory, where they replace "
                     "earlier ones, or the directory of a checkpoint file outside a run."},
                    force_option(),
                    {"json", "", "Print one JSON object instead of tables."}};
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

/// What the agents of a kind attend to, once one of them has decided something.
struct KindAttention {
  std::string kind;
  std::string prefix;
  std::vector<std::string> types{};
  std::optional<AttentionSummary> summary{};

  /// The first decision tells what layers and how many heads there are.
  void add(const AttentionWeights& weights) {
    if (!summary) summary.emplace(types, weights.layers, weights.heads, prefix);
    summary->add(weights);
  }
};

/// Of several kinds, the types and ages of each begin with its name.
std::vector<KindAttention> begin_kinds(const PolicySet& policies) {
  std::vector<KindAttention> kinds;
  for (const AgentKind& kind : policies.kinds()) {
    const std::string prefix = policies.size() == 1 ? "" : kind.prefix();
    kinds.push_back({kind.name, prefix});
    for (const TokenSpec& type : token_types(kind.observation, policies.config().image_patch)) {
      kinds.back().types.push_back(prefix + type.name);
    }
  }
  return kinds;
}

/// Plays the runner's episode of `seed` and adds every decision of every agent.
void add_episode(TeamActor& actor, EpisodeRunner& runner, std::uint64_t seed,
                 std::vector<KindAttention>& kinds) {
  const EnvironmentSpec& spec = runner.spec();
  runner.begin(seed);
  actor.begin_episode();
  StepResult result;
  while (!result.terminated && !result.truncated && runner.length() < longest_episode(spec)) {
    std::vector<float> actions;
    for (int agent = 0; agent < spec.agent_count(); ++agent) {
      const Observation& seen = runner.observation(agent);
      const Decision decision = actor.decide(agent, seen, nullptr);
      if (!seen.is_empty()) kinds[spec.kind_index(agent)].add(decision.attention);
      actions.insert(actions.end(), decision.action.begin(), decision.action.end());
    }
    result = runner.advance(actions);
  }
}

/// Of the kinds that had agents.
std::vector<KindAttention> summarise(const PolicySet& policies,
                                     std::unique_ptr<Environment> environment, int episodes,
                                     std::uint64_t seed) {
  EpisodeRunner runner(std::move(environment), seed);
  check_same_spaces(runner.spec(), policies.kinds());
  TeamActor actor(policies, runner.spec());
  std::vector<KindAttention> kinds = begin_kinds(policies);
  for (int k = 0; k < episodes; ++k) {
    add_episode(actor, runner, seed + static_cast<std::uint64_t>(k), kinds);
  }
  std::erase_if(kinds, [](const KindAttention& kind) { return !kind.summary; });
  return kinds;
}

nlohmann::ordered_json to_json(const std::vector<KindAttention>& kinds, bool by_kind) {
  if (!by_kind) return to_json(*kinds.front().summary);
  nlohmann::ordered_json json;
  for (const KindAttention& kind : kinds) json["kinds"][kind.kind] = to_json(*kind.summary);
  return json;
}

/// The rows of all kinds under one header.
std::string to_csv(const std::vector<KindAttention>& kinds) {
  std::string text;
  for (const KindAttention& kind : kinds) {
    const std::string own = to_csv(*kind.summary);
    text += text.empty() ? own : own.substr(own.find('\n') + 1);
  }
  return text;
}

std::string to_text(const std::vector<KindAttention>& kinds, bool by_kind) {
  std::string text;
  for (const KindAttention& kind : kinds) {
    if (by_kind) {
      text += fmt::format("{}agent kind {}: {} decisions\n\n", text.empty() ? "" : "\n", kind.kind,
                          kind.summary->decisions());
    }
    text += to_text(*kind.summary);
  }
  return text;
}

std::int64_t decisions_of(const std::vector<KindAttention>& kinds) {
  std::int64_t decisions = 0;
  for (const KindAttention& kind : kinds) decisions += kind.summary->decisions();
  return decisions;
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

void check_attends(const PolicyConfig& policy, const std::string& run) {
  if (policy.encoder.kind == nn::EncoderKind::kAttention || policy.memory.kind->attends) return;
  throw Error(
      fmt::format("run '{}': its policy does not attend, wanted one with policy.encoder = "
                  "\"attention\" or policy.memory = \"attention\"",
                  run));
}

/// What is said of a memory that has no weights to show.
std::string memory_note(const nn::MemoryKind& memory) {
  if (memory.attends || &memory == nn::default_memory_kind()) return "";
  return fmt::format("Memory: {} has no attention weights, so nothing can be told of it.\n",
                     memory.name);
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(explain_syntax(), arguments);
  if (!line) return 0;
  const int episodes = line->whole<int>("episodes", 1);
  const auto seed = line->whole<std::uint64_t>("seed");
  if (line->given("out")) check_are_new(line->text("out"), *line);
  check_names_run(line->argument(0));
  RegisteredEnvironments environments;
  const RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  const PolicySet& policies = loaded.run->policies;
  const bool by_kind = policies.size() > 1;
  check_attends(policies.config(), line->argument(0));
  const std::filesystem::path folder =
      line->given("out") ? std::filesystem::path(line->text("out")) : loaded.run->folder;
  const bool in_run = std::filesystem::exists(loaded.run->folder / "config.toml");
  if (!line->given("out") && !in_run) check_are_new(folder, *line);
  make_folder(folder);
  const std::vector<KindAttention> kinds =
      summarise(policies, environment_factory(loaded.config, environments)(), episodes, seed);
  nlohmann::ordered_json json = to_json(kinds, by_kind);
  json["env"] = loaded.config.env_id;
  json["step"] = loaded.run->step;
  json["episodes"] = episodes;
  json["seed"] = seed;
  write_atomically(folder / "explain.json", json.dump(2) + "\n");
  write_atomically(folder / "explain.csv", to_csv(kinds));
  if (line->given("json")) {
    print_json(json, 2);
    return 0;
  }
  print("{} at step {}: {} decisions in {} episodes\n\n{}{}\nwrote {} and explain.csv\n",
        loaded.config.env_id, loaded.run->step, decisions_of(kinds), episodes,
        to_text(kinds, by_kind), memory_note(*policies.config().memory.kind),
        (folder / "explain.json").string());
  return 0;
}

}  // namespace saccade
