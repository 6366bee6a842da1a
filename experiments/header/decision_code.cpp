#include "experiments/header/decision_code.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

std::string quoted(const std::string& name) {
  return '"' + comment_text(name) + '"';
}

std::string enumeration(const CategoricalHead& head, const HeadNames& names) {
  std::string text =
      fmt::format("/// {}\nenum class {} {{\n  kNone = -1,\n", quoted(head.name), names.structure);
  for (std::size_t i = 0; i < names.labels.size(); ++i)
    text += fmt::format("  {} = {},  // {}\n", names.labels[i], i, quoted(head.labels[i]));
  return text + "};\n\n";
}

std::string members(const HeaderPlan&, const CategoricalHead& head, const HeadNames& names) {
  return filled(
      "  $1 $2 = $1::kNone;\n"
      "  float $3[$4] = {};\n",
      {names.structure, names.member, names.first, std::to_string(head.labels.size())});
}

std::string members(const HeaderPlan&, const ContinuousHead& head, const HeadNames& names) {
  std::string text = fmt::format("  /// {}:\n", quoted(head.name));
  for (std::size_t i = 0; i < head.labels.size(); ++i)
    text += fmt::format("  ///   {}  {} in {}\n", i, quoted(head.labels[i]), head.range_text(i));
  return text + filled(
                    "  float $1[$4] = {};\n"
                    "  float $2[$4] = {}, $3[$4] = {};  // Of the distribution.\n",
                    {names.member, names.first, names.second, std::to_string(head.low.size())});
}

std::string members(const HeaderPlan& plan, const SelectEntityHead& head, const HeadNames& names) {
  std::vector<std::string> types;
  for (const int type : head.types)
    types.push_back(quoted(plan.types[static_cast<std::size_t>(type)].name));
  return filled(
      "  /// $1, the index of a candidate: those of $2, one after the other; -1: none.\n"
      "  int $3 = -1;\n"
      "  std::size_t $4 = 0;\n"
      "  const float* $5 = nullptr;  // [$4] valid until the next decision.\n",
      {quoted(head.name), fmt::format("{}", fmt::join(types, ", ")), names.member, names.candidates,
       names.first});
}

std::string attention_members(const HeaderPlan& plan) {
  const std::vector<std::string> layers = plan.layers();
  return filled(
      "  /// What the agent's query weighs in each layer ($1) and head; tokens are the entities,\n"
      "  /// then rays and patches, type after type.  Valid until the next decision.\n"
      "  static constexpr std::size_t kLayers = $2, kHeads = $3;\n"
      "  std::size_t tokens = 0;\n"
      "  const float* attention = nullptr;  // [kLayers x kHeads x tokens]\n"
      "  float attention_of(std::size_t layer, std::size_t head, std::size_t token) const {\n"
      "    return attention[(layer * kHeads + head) * tokens + token];\n"
      "  }\n",
      {fmt::format("{}", fmt::join(layers, ", ")), std::to_string(layers.size()),
       std::to_string(plan.config().encoder.heads)});
}

}  // namespace

std::string decision_code(const HeaderPlan& plan) {
  std::string text, body;
  for (std::size_t h = 0; h < plan.heads.size(); ++h) {
    const ActionHead& head = plan.policy.kind.action.heads[h];
    if (const auto* choice = std::get_if<CategoricalHead>(&head))
      text += enumeration(*choice, plan.heads[h]);
    body += std::visit([&](const auto& kind) { return members(plan, kind, plan.heads[h]); }, head);
  }
  if (plan.options.value)
    body +=
        "  float value = 0;  // Discounted return to be expected, in the environment's rewards.\n";
  if (plan.needs("attention")) body += attention_members(plan);
  return text + "/// What it does, and why.\nstruct Decision {\n" + body + "};\n\n";
}

}  // namespace saccade
