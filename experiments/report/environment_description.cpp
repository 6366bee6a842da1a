#include "experiments/report/environment_description.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "envs/core/episode/episode_runner.h"
#include "experiments/checkpoint/space_description.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

std::string type_name(const OptionValue& value) {
  constexpr const char* kNames[] = {"bool", "int", "float", "string"};
  return kNames[value.index()];
}

std::string text_of(const OptionValue& value) {
  return std::visit([](const auto& v) { return fmt::format("{}", v); }, value);
}

std::string describe_head(const ActionHead& head, const EnvironmentSpec& spec) {
  std::string text = "  " + head_name(head);
  if (const auto* categorical = std::get_if<CategoricalHead>(&head)) {
    text += fmt::format(": one of {}", categorical->labels.size());
    for (std::size_t i = 0; i < categorical->labels.size(); ++i) {
      text += fmt::format("{} {} {}", i == 0 ? ":" : ",", i, categorical->labels[i]);
    }
  } else if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
    text += ": a vector";
    for (std::size_t i = 0; i < continuous->low.size(); ++i) {
      text += fmt::format("{} {} in [{}, {}]", i == 0 ? ":" : ",", continuous->labels[i],
                          continuous->low[i], continuous->high[i]);
    }
  } else {
    text += ": one entity of:";
    for (const int type : std::get<SelectEntityHead>(head).types) {
      text += ' ' + spec.observation.types[static_cast<std::size_t>(type)].name;
    }
  }
  return text + (is_masked(head) ? " (masked)\n" : "\n");
}

std::string describe_type(const EntityType& type) {
  std::string number;
  if (type.fixed_count >= 0) number = fmt::format(" ({} always)", type.fixed_count);
  return fmt::format("  {}{}: {}\n", type.name, number, fmt::join(type.features, ", "));
}

const char* presence(bool optional) {
  return optional ? ", not always" : "";
}

std::string describe_sensors(const ObservationSpace& space) {
  std::string text = space.rays.empty() && space.images.empty() ? "" : "\nSensors\n";
  for (const RayModality& rays : space.rays) {
    text += fmt::format("  {}: {} rays of {}{}; they hit {}\n", rays.name, rays.count, rays.range,
                        presence(rays.optional), fmt::join(rays.hits, ", "));
  }
  for (const ImageModality& image : space.images) {
    text += fmt::format("  {}: image of {} x {} pixels of {}{}; channels {}\n", image.name,
                        image.height, image.width, image.pixel_size, presence(image.optional),
                        fmt::join(image.channels, ", "));
  }
  return text;
}

std::string describe_option(const OptionSpec& option) {
  return fmt::format("  env.{} = {}  ({})\n      {}\n", option.name, text_of(option.default_value),
                     accepted_values(option), option.help);
}

Json head_json(const ActionHead& head, const EnvironmentSpec& spec) {
  Json json = {{"name", head_name(head)}, {"masked", is_masked(head)}};
  if (const auto* categorical = std::get_if<CategoricalHead>(&head)) {
    json["kind"] = "categorical";
    json["labels"] = categorical->labels;
  } else if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
    json["kind"] = "continuous";
    json["labels"] = continuous->labels;
    json["low"] = continuous->low;
    json["high"] = continuous->high;
  } else {
    json["kind"] = "select-entity";
    for (const int type : std::get<SelectEntityHead>(head).types) {
      json["types"].push_back(spec.observation.types[static_cast<std::size_t>(type)].name);
    }
  }
  return json;
}

Json option_json(const OptionSpec& option) {
  Json json = {{"name", option.name}, {"type", type_name(option.default_value)}};
  json["default"] = std::visit([](const auto& value) { return Json(value); }, option.default_value);
  if (std::isfinite(option.min)) json["min"] = option.min;
  if (std::isfinite(option.max)) json["max"] = option.max;
  if (!option.choices.empty()) json["choices"] = option.choices;
  json["help"] = option.help;
  return json;
}

}  // namespace

std::string describe_text(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec =
      spec_of([&entry] { return make_environment(entry, Options(entry.options)); });
  std::string text =
      fmt::format("{}: {}\n\n{} agent{}, at most {} steps at {} per second, rewards in [{}, {}]\n",
                  entry.id, entry.summary, spec.agents, spec.agents == 1 ? "" : "s", spec.max_steps,
                  spec.steps_per_second, spec.reward_low, spec.reward_high);
  if (!spec.outcomes.empty()) text += fmt::format("Outcomes: {}\n", fmt::join(spec.outcomes, ", "));
  if (!spec.counts.empty()) text += fmt::format("Counts: {}\n", fmt::join(spec.counts, ", "));
  text += "\nEntity types and their features\n";
  for (const EntityType& type : spec.observation.types) text += describe_type(type);
  text += describe_sensors(spec.observation);
  text += "\nActions\n";
  for (const ActionHead& head : spec.action.heads) text += describe_head(head, spec);
  text += entry.options.empty() ? "\nNo options\n" : "\nOptions and their defaults\n";
  for (const OptionSpec& option : entry.options) text += describe_option(option);
  return text;
}

Json describe_json(const EnvironmentEntry& entry) {
  const EnvironmentSpec spec =
      spec_of([&entry] { return make_environment(entry, Options(entry.options)); });
  Json json = {{"id", entry.id},
               {"summary", entry.summary},
               {"agents", spec.agents},
               {"max_steps", spec.max_steps},
               {"steps_per_second", spec.steps_per_second},
               {"reward", {spec.reward_low, spec.reward_high}},
               {"outcomes", spec.outcomes},
               {"counts", spec.counts},
               {"entities", Json::array()},
               {"rays", Json::array()},
               {"images", Json::array()},
               {"actions", Json::array()},
               {"options", Json::array()}};
  for (const EntityType& type : spec.observation.types) {
    Json row = {{"name", type.name}, {"features", type.features}};
    if (type.fixed_count >= 0) row["fixed_count"] = type.fixed_count;
    json["entities"].push_back(std::move(row));
  }
  for (const RayModality& rays : spec.observation.rays) {
    json["rays"].push_back(to_json(rays, "name"));
  }
  for (const ImageModality& image : spec.observation.images) {
    json["images"].push_back(to_json(image, "name"));
  }
  for (const ActionHead& head : spec.action.heads) json["actions"].push_back(head_json(head, spec));
  for (const OptionSpec& option : entry.options) json["options"].push_back(option_json(option));
  return json;
}

}  // namespace saccade
