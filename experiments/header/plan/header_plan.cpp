#include "experiments/header/plan/header_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/header/plan/header_needs.h"

namespace saccade {

namespace {

std::string namespace_of(const ExportedPolicy& policy, const HeaderOptions& options) {
  if (!options.name.empty()) {
    if (snake_case(options.name, "policy") == options.name) return options.name;
    throw Error(
        fmt::format("namespace: found '{}', wanted lower-case words with underscores, and no "
                    "keyword of C++, such as '{}'",
                    options.name, snake_case(options.name, "policy")));
  }
  const std::string& kind = policy.kind.name;
  return snake_case(kind.empty() ? policy.env_id : policy.env_id + '-' + kind, "policy");
}

}  // namespace

HeaderPlan::HeaderPlan(const ExportedPolicy& exported, const HeaderOptions& wanted)
    : policy(exported),
      options(wanted),
      name(namespace_of(exported, wanted)),
      types(token_types(exported.kind.observation, exported.config.image_patch)),
      needs_(header_needs(exported, wanted)) {
  NameScope structures({"Status", "Entities", "Vector", "Observation", "Decision", "Policy"});
  NameScope members;
  name_tokens(structures, members);
  name_heads(structures, members);
}

void HeaderPlan::name_tokens(NameScope& structures, NameScope& members) {
  for (std::size_t t = 0; t < types.size(); ++t) {
    const bool entity = t < entity_types();
    const std::string& type = types[t].name;
    TokenNames names{.structure = structures.add(pascal_case(type, entity ? "type" : "sensor")),
                     .member = members.add(snake_case(type, entity ? "type" : "sensor"))};
    if (entity) {
      NameScope fields;
      for (const std::string& feature : types[t].features)
        names.fields.push_back(fields.add(snake_case(feature, "feature")));
      if (needs("motion")) names.position = fields.add("position");
      if (needs("velocities")) names.velocity = fields.add("velocity");
    }
    tokens.push_back(std::move(names));
  }
}

void HeaderPlan::name_heads(NameScope& structures, NameScope& members) {
  NameScope outputs({"value", "attention", "tokens", "attention_of", "layer", "head", "token"});
  for (const ActionHead& head : policy.kind.action.heads) {
    HeadNames names;
    const std::string base = snake_case(head_name(head), "head");
    names.member = outputs.add(base);
    const bool numbers = std::holds_alternative<ContinuousHead>(head);
    names.first = outputs.add(base + (numbers ? "_mean" : "_probabilities"));
    if (numbers) names.second = outputs.add(base + "_deviation");
    if (std::holds_alternative<SelectEntityHead>(head))
      names.candidates = outputs.add(base + "_candidates");
    if (is_masked(head)) names.allowed = members.add(base + "_allowed");
    if (is_optional(head)) names.present = members.add(base + "_present");
    if (const auto* choice = std::get_if<CategoricalHead>(&head)) {
      names.structure = structures.add(pascal_case(choice->name, "head"));
      NameScope labels({"kNone"});
      for (const std::string& label : choice->labels)
        names.labels.push_back(labels.add('k' + pascal_case(label, "label")));
    }
    heads.push_back(std::move(names));
  }
}

bool HeaderPlan::reads(std::size_t type, Reader reader) const {
  if (reader == Reader::kValue) return has_value_encoder();
  return !types[type].critic_only;
}

bool HeaderPlan::reads(std::size_t type) const {
  return reads(type, Reader::kPolicy) || reads(type, Reader::kValue);
}

bool HeaderPlan::crosses() const {
  return config().encoder.fusion == nn::Fusion::kCross && types.size() > entity_types();
}

std::vector<std::string> HeaderPlan::layers() const {
  std::vector<std::string> layers;
  if (config().encoder.kind != nn::EncoderKind::kAttention) return layers;
  if (crosses()) layers.emplace_back("cross");
  for (int i = 0; i <= config().encoder.self_attention_blocks; ++i)
    layers.push_back(fmt::format("block {}", i + 1));
  return layers;
}

int HeaderPlan::most_of(std::size_t type) const {
  if (type < entity_types()) return type == 0 ? 1 : types[type].fixed_count;
  const std::size_t sensor = type - entity_types(), rays = space().rays.size();
  if (sensor < rays) return space().rays[sensor].count;
  return PatchTokens(space().images[sensor - rays], config().image_patch).count();
}

std::string HeaderPlan::entity(std::size_t type) const {
  const std::string member = "seen." + tokens[type].member;
  if (most_of(type) < 0) return member + ".data[i]";
  return most_of(type) == 1 ? member : member + "[i]";
}

std::string HeaderPlan::count_of(std::size_t type) const {
  const std::string member = "seen." + tokens[type].member;
  if (type >= entity_types())
    return fmt::format("({} != nullptr ? std::size_t{{{}}} : 0)", member, most_of(type));
  return most_of(type) < 0 ? member + ".count" : std::to_string(most_of(type));
}

}  // namespace saccade
