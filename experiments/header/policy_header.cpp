#include "experiments/header/policy_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/header/decide_code.h"
#include "experiments/header/decision_code.h"
#include "experiments/header/encoder_code.h"
#include "experiments/header/observation_code.h"
#include "experiments/header/plan/header_plan.h"
#include "experiments/header/reading_code.h"
#include "experiments/header/sizes_code.h"
#include "experiments/header/text/code_parts.h"
#include "experiments/header/text/code_text.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

namespace {

/// "entities of self, food", for the comment on the capacity.
std::string token_list(const HeaderPlan& plan) {
  std::vector<std::string> parts;
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (!plan.reads(t)) continue;
    const int most = plan.most_of(t);
    const std::string name = comment_text(plan.types[t].name);
    parts.push_back(most < 0 ? name : fmt::format("{} {}", most, name));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string top_comment(const HeaderPlan& plan) {
  const std::string kind = plan.policy.kind.name;
  std::string text = filled(
      "// A policy for $1$2, trained with Saccade for $3 steps; weights $4.\n"
      "//\n"
      "//   $5::Policy$6 policy;  // Remembers an episode, if it does; some kB.\n"
      "//   $5::Observation seen;  // Fill it in: $7.\n"
      "//   $5::Decision decision;\n"
      "//   policy.reset();  // When an episode begins.\n"
      "//   if (policy.decide(seen, decision) == $5::Status::kOk) ...  // At each step.\n",
      {comment_text(plan.policy.env_id),
       kind.empty() ? "" : fmt::format(" (agents: {})", comment_text(kind)),
       std::to_string(plan.policy.step), plan.options.digest, plan.name, capacity_example(plan),
       token_list(plan)});
  return text +
         "//\n"
         "// It needs C++17 and nothing else: no library, no allocation, no exceptions.  Policies "
         "of\n"
         "// different headers fit in one program; each object is for one thread and one agent.\n";
}

/// Files of header/code that are needed, in any order.
std::vector<std::string> parts_of(const HeaderPlan& plan) {
  std::vector<std::string> parts = {"rows.h", "tokens.h", "work.h"};
  const auto add = [&](const char* condition, const char* part) {
    if (plan.needs(condition)) parts.emplace_back(part);
  };
  add("moved", "frame.h");
  add("motion", "places.h");
  for (const char* position : {"learned_index", "sinusoidal", "fourier"})
    add(position, "position.h");
  add("attend", "attention.h");
  add("folded", "readout.h");
  add("mean_pool", "pool.h");
  add("max_pool", "pool.h");
  add("memory", "memory.h");
  add("central", "critic.h");
  add("select", "fold.h");
  add("choices", "heads.h");
  add("numbers", "continuous.h");
  return parts;
}

}  // namespace

std::string policy_header(const ExportedPolicy& policy, const HeaderOptions& options) {
  const HeaderPlan plan(policy, options);
  WeightCode weights(policy.tensors);
  CodeParts parts([&](std::string_view condition) { return plan.needs(condition); },
                  sizes_code(plan));
  const std::string vocabulary = parts.take("vocabulary.h");
  std::string code;
  for (const std::string& part : parts_of(plan)) code += parts.take(part);
  std::string functions = reading_code(plan, weights);
  functions += encoder_code(plan, Reader::kPolicy, weights);
  if (plan.has_value_encoder()) functions += encoder_code(plan, Reader::kValue, weights);
  functions += decide_code(plan, weights);
  return top_comment(plan) +
         "// clang-format off\n#pragma once\n\n#include <cstddef>\n#include "
         "<cstdint>\n\nnamespace " +
         plan.name + " {\n\n" + vocabulary + observation_code(plan) + decision_code(plan) +
         policy_class(plan) + "namespace detail {\n\n" + code + "namespace weights {\n\n" +
         weights.text() + "}  // namespace weights\n\n" + functions + "}  // namespace detail\n\n" +
         policy_methods() + "}  // namespace " + plan.name + '\n';
}

}  // namespace saccade
