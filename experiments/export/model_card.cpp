#include "experiments/export/model_card.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "agents/policy/policy.h"
#include "envs/spaces/space_description.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

/// What Markdown would take for marks.
std::string plain(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|!").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// A number of summary.json or explain.json; NaN where there is none.
double number(const Json& json, const char* name) {
  const bool there = json.is_object() && json.contains(name) && json[name].is_number();
  return there ? json[name].get<double>() : std::nan("");
}

/// A text of these files; empty where there is none.
std::string string_of(const Json& json, const char* name) {
  const bool there = json.is_object() && json.contains(name) && json[name].is_string();
  return there ? json[name].get<std::string>() : "";
}

std::string code(std::string text) {
  std::replace(text.begin(), text.end(), '`', '\'');
  return '`' + text + '`';
}

/// Of this checkpoint: the run's best or last; null if neither is of its step.
Json evaluation_of(const RunReport& run, const ExportedPolicy& policy) {
  if (!run.summary.is_object()) return {};
  for (const char* which : {"best_evaluation", "last_evaluation"}) {
    Json found = run.summary.value(which, Json());
    const bool is_told = number(found, "step") == static_cast<double>(policy.step) &&
                         std::isfinite(number(found, "return_std"));
    if (is_told) return found;
  }
  return {};
}

/// What hubs read.  Environment ids are kebab case, so that nothing in it needs quotes.
std::string metadata(const RunReport& run, const ExportedPolicy& policy) {
  std::string text = fmt::format(
      "---\nlibrary_name: saccade\npipeline_tag: reinforcement-learning\ntags:\n- "
      "reinforcement-learning\n"
      "- deep-reinforcement-learning\n- attention\n- saccade\n- {0}\n",
      policy.env_id);
  const Json score = evaluation_of(run, policy);
  const double mean = number(score, "return_mean");
  if (std::isfinite(mean)) {
    text += fmt::format(
        "model-index:\n- name: {0}\n  results:\n  - task:\n      type: reinforcement-learning\n"
        "      name: reinforcement-learning\n    dataset:\n      name: {0}\n      type: {0}\n"
        "    metrics:\n    - type: mean_reward\n      value: \"{1:.2f} +/- {2:.2f}\"\n"
        "      name: mean_reward\n      verified: false\n",
        policy.env_id, mean, number(score, "return_std"));
  }
  return text + "---\n";
}

/// "`timeout` 20, `caught` 3"; what is no number is left out.
std::string list_of(const Json& values, int decimals) {
  if (!values.is_object()) return "";
  std::vector<std::string> parts;
  for (const auto& [name, value] : values.items()) {
    if (value.is_number())
      parts.push_back(fmt::format("{} {:.{}f}", code(name), value.get<double>(), decimals));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string evaluation_section(const RunReport& run, const ExportedPolicy& policy,
                               const std::string& file_name) {
  const Json score = evaluation_of(run, policy);
  const double mean = number(score, "return_mean");
  const double episodes = number(score, "episodes");
  std::string text = "\n## How good it is\n\n";
  if (std::isfinite(mean)) {
    text += fmt::format(
        "A return of {:.2f} (standard deviation {:.2f}{}, most likely actions), "
        "measured during "
        "training, where the best of many evaluations is a little lucky.",
        mean, number(score, "return_std"),
        std::isfinite(episodes) ? fmt::format(", {:.0f} episodes", episodes) : "");
    const std::string outcomes = list_of(score.value("outcomes", Json()), 0);
    const std::string counts = list_of(score.value("counts", Json()), 2);
    if (!outcomes.empty()) text += fmt::format(" Episodes ended: {}.", outcomes);
    if (!counts.empty()) text += fmt::format(" Counted per episode: {}.", counts);
  } else {
    text += "It was not evaluated during training.";
  }
  return text + fmt::format(" To measure it:\n\n    saccade eval {} --episodes 1000\n", file_name);
}

std::string attention_section(const RunReport& run) {
  const Json& found = run.explanation;
  const std::string sentence =
      string_of(found.is_object() ? found.value("faithfulness", Json()) : Json(), "sentence");
  if (sentence.empty()) return "";
  return "\n## Whether its attention explains it\n\n" + plain(sentence) +
         "\n\nMeasured by `saccade explain`.\n";
}

std::string policy_section(const RunReport& run, const ExportedPolicy& policy) {
  const Policy network(policy.kind.observation, policy.kind.action, policy.config, 0);
  std::string text = "\n## What it sees and does\n\n";
  if (!policy.kind.name.empty())
    text = fmt::format("\n## What a {} sees and does\n\n", plain(policy.kind.name));
  return text + fmt::format(
                    "| | |\n|---|---|\n| sees | {} |\n| does | {} |\n| encoder | `{}`, width {} |\n"
                    "| memory | `{}` |\n| parameters | {} |\n",
                    plain(summarise_space(policy.kind.observation)),
                    plain(summarise_space(policy.kind.action)), run.setting("policy.encoder"),
                    policy.config.encoder.width, run.setting("policy.memory"),
                    network.parameter_count());
}

std::string training_section(const RunReport& run, const ExportedPolicy& policy) {
  const std::string version = string_of(run.summary, "version");
  std::string text = fmt::format(
      "\n## How it was trained\n\nBy `{}` for {} environment steps (seed {}), with Saccade {}.",
      run.setting("algorithm"), policy.step, run.setting("seed"), version.empty() ? "?" : version);
  std::vector<std::string> changed;
  for (const ReportedSetting& setting : run.settings) {
    // Of a plug-in's options the defaults are not known here.  Other keys without one are paths.
    const bool is_unknown = !setting.standard && setting.key.starts_with("env.");
    if (is_unknown || setting.differs()) changed.push_back(setting.key + " = " + setting.value);
  }
  if (changed.empty()) return text + " All settings are the defaults.\n";
  text += " Settings other than the defaults:\n\n";
  for (const std::string& line : changed) text += "    " + line + '\n';
  return text;
}

constexpr const char* kUse =
    "\n## How to use it\n\n"
    "    saccade watch {0}             # see it play, and what it attends to\n"
    "    saccade train {1} --init {0}  # go on from its weights\n"
    "    saccade export {0} --onnx policy.onnx{2}  # for ONNX Runtime and others\n\n"
    "The file is in the safetensors format: numbers and texts, no code.\n";

constexpr const char* kLimits =
    "\n## Limits\n\n"
    "It was trained in a simulation, in the environment above and with the settings above. Nothing "
    "is known "
    "of how it does elsewhere. Its value is an estimate of the discounted return, not of the risk "
    "of what "
    "it does.\n";

}  // namespace

std::string model_card(const RunReport& run, const std::vector<ExportedPolicy>& policies,
                       const std::string& file_name, const std::string& digest) {
  const ExportedPolicy& first = policies.front();
  std::string text = metadata(run, first);
  text += fmt::format(
      "\n# A policy for {}\n\n`{}` holds a policy that was trained with Saccade, which is "
      "reinforcement learning "
      "with attention over entities. Digest of its weights: `{}`.\n",
      first.env_id, file_name, digest);
  for (const ExportedPolicy& policy : policies) text += policy_section(run, policy);
  text += evaluation_section(run, first, file_name) + attention_section(run) +
          training_section(run, first);
  const std::string kind = first.kind.name.empty() ? "" : " --kind " + first.kind.name;
  // An environment over a socket has another name there than its program gives it.
  const std::string found = run.setting("env.id"), env = found.empty() ? first.env_id : found;
  return text + fmt::format(fmt::runtime(kUse), file_name, env, kind) + kLimits;
}

}  // namespace saccade
