// saccade explain: what does a policy attend to, and what do its decisions hang on?
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/cli/output_path.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"
#include "experiments/explain/explanation.h"
#include "experiments/explain_page/explain_csv.h"
#include "experiments/explain_page/explain_json.h"
#include "experiments/explain_page/explain_page.h"
#include "experiments/explain_page/explain_text.h"
#include "experiments/files/atomic_file.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {

namespace {

CommandSyntax explain_syntax() {
  CommandSyntax syntax;
  syntax.name = "explain";
  syntax.summary =
      "Plays episodes with a run's policy and reports what it attends to - each entity type, the\n"
      "rays and the image, by each head of each layer, and over all layers together (attention\n"
      "rollout); of a memory that attends, how much each step gets that it remembers - and "
      "whether\n"
      "that explains its decisions: entities are taken away in the order of attention, of\n"
      "gradients and of others, and the policy's change is compared with leave-one-out. Then what\n"
      "each type and feature is worth, how the return changes with numbers of entities never\n"
      "trained on, and how attention formed over the run's checkpoints.\n"
      "It prints tables and writes explain.html, a page that needs nothing else, explain.json and\n"
      "explain*.csv into DIR. Episode k = 0, 1, ... has seed SEED + k; the policy takes the most\n"
      "likely actions.";
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

void check_are_new(const std::filesystem::path& folder, const CommandLine& line) {
  for (const char* file : {"explain.json", "explain.html"}) {
    check_is_new(folder / file, "--out", line);
  }
  for (const std::string& file : csv_file_names()) check_is_new(folder / file, "--out", line);
}

void check_names_run(const std::string& run) {
  if (is_run(run)) return;
  locate_run(run);  // Throws, saying what is wrong, unless it is a file of another kind.
  throw Error(fmt::format("'{}': found no checkpoint, wanted a run or a checkpoint", run));
}

/// What is said of a memory that has no weights to show.
std::string memory_note(const nn::MemoryKind& memory) {
  if (memory.attends || &memory == nn::default_memory_kind()) return "";
  return fmt::format("Memory: {} has no attention weights, so nothing can be told of it.\n",
                     memory.name);
}

/// Those of an earlier call that this one does not write are removed: they tell of something else.
void write_files(const std::filesystem::path& folder, const Explanation& found,
                 const nlohmann::ordered_json& json) {
  for (const std::string& name : csv_file_names()) {
    std::error_code unknown;
    std::filesystem::remove(folder / name, unknown);
  }
  write_atomically(folder / "explain.json", json.dump(2) + "\n");
  for (const auto& [name, text] : csv_files(found)) write_atomically(folder / name, text);
  write_atomically(folder / "explain.html", explain_page(found));
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(explain_syntax(), arguments);
  if (!line) return 0;
  ExplainPlan plan{.episodes = line->whole<int>("episodes", 1),
                   .seed = line->whole<std::uint64_t>("seed")};
  if (line->given("out")) check_are_new(line->text("out"), *line);
  check_names_run(line->argument(0));
  RegisteredEnvironments environments;
  const RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  const PolicySet& policies = loaded.run->policies;
  const std::filesystem::path folder =
      line->given("out") ? std::filesystem::path(line->text("out")) : loaded.run->folder;
  const bool in_run = std::filesystem::exists(loaded.run->folder / "config.toml");
  if (!line->given("out") && !in_run) check_are_new(folder, *line);
  make_folder(folder);
  plan.threads = thread_count(loaded.config);
  Explanation found =
      explain_policy(policies, loaded.config, environments, plan, loaded.run->folder);
  found.step = loaded.run->step;
  const nlohmann::ordered_json json = to_json(found);
  write_files(folder, found, json);
  if (line->given("json")) {
    print_json(json, 2);
    return 0;
  }
  print(
      "{} at step {}: {} decisions in {} episodes\n\n{}{}\nwrote {}, explain.json and "
      "explain*.csv\n",
      found.env, found.step, found.played.decisions(), plan.episodes, to_text(found),
      memory_note(*policies.config().memory.kind), (folder / "explain.html").string());
  return 0;
}

}  // namespace saccade
