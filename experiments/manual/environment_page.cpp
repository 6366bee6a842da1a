#include "experiments/manual/environment_page.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/manual/phrases.h"

namespace saccade {

namespace {

/// Text within a cell of a table.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string code(const std::string& name) {
  return '`' + name + '`';
}

std::string codes(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + code(name);
  return text;
}

std::string row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& c : cells) text += ' ' + cell(c) + " |";
  return text + '\n';
}

std::string table(const std::vector<std::string>& titles) {
  std::string text = '\n' + row(titles) + '|';
  for (std::size_t i = 0; i < titles.size(); ++i) text += "---|";
  return text + '\n';
}

std::string meaning(const std::vector<ManualLine>& lines, const std::string& type,
                    const std::string& name) {
  const std::string* text = meaning_of(lines, type, name);
  return text ? *text : "";
}

std::string count_of(const EntityType& type) {
  std::string text = type.fixed_count >= 0 ? std::to_string(type.fixed_count) : "any number";
  return type.critic_only ? text + ", critic only" : text;
}

std::string entity_rows(const EntityType& type, const EnvironmentManual& manual) {
  const std::string name = code(type.name) + " (" + count_of(type) + ')';
  if (type.features.empty()) return row({name, "", "no features"});
  std::string text;
  for (const std::string& feature : type.features) {
    text += row(
        {text.empty() ? name : "", code(feature), meaning(manual.features, type.name, feature)});
  }
  return text;
}

std::string sensor_rows(const ObservationSpace& space, const EnvironmentManual& manual) {
  std::string text;
  for (const RayModality& rays : space.rays) {
    text += row({code(rays.name), rays_phrase(rays), meaning(manual.features, "", rays.name)});
  }
  for (const ImageModality& image : space.images) {
    text += row({code(image.name), image_phrase(image), meaning(manual.features, "", image.name)});
  }
  return text;
}

std::string kind_tables(const AgentKind& kind, const EnvironmentManual& manual) {
  std::string text;
  if (!kind.name.empty()) {
    text += fmt::format("\nAgent kind {}, {} agent{}:\n", code(kind.name), kind.agents,
                        kind.agents == 1 ? "" : "s");
  }
  text += table({"entity", "feature", "meaning"});
  for (const EntityType& type : kind.observation.types) text += entity_rows(type, manual);
  text += sensor_rows(kind.observation, manual);
  text += table({"action", "values", "meaning"});
  for (const ActionHead& head : kind.action.heads) {
    text += row({code(head_name(head)), head_phrase(head, kind.observation),
                 meaning(manual.actions, "", head_name(head))});
  }
  return text;
}

std::string options_table(const std::vector<OptionSpec>& options) {
  if (options.empty()) return "";
  std::string text = table({"option", "default", "values", "meaning"});
  for (const OptionSpec& option : options) {
    text += row({code("env." + option.name), code(default_phrase(option)), accepted_values(option),
                 option.help});
  }
  return text;
}

std::string labelled(const char* label, const std::string& text) {
  return text.empty() ? "" : fmt::format("\n**{}.** {}\n", label, text);
}

/// Kinds of entities besides the agent itself.
std::string others_of(const EnvironmentSpec& spec) {
  std::vector<std::string> names;
  for (const AgentKind& kind : spec.kinds) {
    for (std::size_t t = 1; t < kind.observation.types.size(); ++t) {
      const std::string& name = kind.observation.types[t].name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return codes(names);
}

std::string overview_row(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec = default_spec(entry);
  return row({fmt::format("[{}](#{})", code(entry.id), entry.id), entry.summary, others_of(spec),
              std::to_string(spec.agent_count())});
}

}  // namespace

std::string environment_section(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec = default_spec(entry);
  const EnvironmentManual& manual = entry.manual;
  std::string text =
      fmt::format("## {0}\n\n{1}\n\n![{1}](environments/{0}.png)\n", entry.id, entry.summary);
  if (!manual.task.empty()) text += '\n' + manual.task + '\n';
  text += fmt::format("\n{}.", limits_phrase(spec));
  if (!spec.outcomes.empty()) text += fmt::format(" Outcomes: {}.", codes(spec.outcomes));
  if (!spec.counts.empty()) text += fmt::format(" Counts: {}.", codes(spec.counts));
  if (spec.has_edits) {
    text += " Its state can be [edited](writing-environments.md#what-if-edits-of-the-state).";
  }
  text += '\n';
  for (const AgentKind& kind : spec.kinds) text += kind_tables(kind, manual);
  text += labelled("Reward", manual.reward) + labelled("Ends", manual.ends);
  text += labelled("Source", manual.source) + labelled("Differences", manual.differences);
  return text + options_table(entry.options);
}

std::string environments_page(const Registry& registry) {
  std::string text =
      table({"environment", "task", "entities besides the agent", "agents"}).substr(1);
  for (const EnvironmentEntry& entry : registry.entries()) text += overview_row(entry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    text += '\n' + environment_section(entry);
  }
  return text;
}

}  // namespace saccade
