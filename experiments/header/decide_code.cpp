#include "experiments/header/decide_code.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/header/block_code.h"
#include "experiments/header/encoder_code.h"
#include "experiments/header/head_code.h"
#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

/// Tokens of which there are always so many, and the counts of those that vary.
struct TokenCounts {
  int fixed = 0;
  int most = 0;  ///< Of all that are limited.
  std::vector<std::string> varying{};
  bool limited = true;  ///< Whether all are.
};

TokenCounts counts_of(const HeaderPlan& plan) {
  TokenCounts counts;
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (!plan.reads(t)) continue;
    const int most = plan.most_of(t);
    const bool fixed = t < plan.entity_types() ? most >= 0 : plan.types[t].fixed_count >= 0;
    counts.limited = counts.limited && most >= 0;
    counts.most += std::max(most, 0);
    if (fixed) counts.fixed += most;
    if (!fixed) counts.varying.push_back(plan.count_of(t));
  }
  return counts;
}

/// What is refused before anything is computed.
std::string checks(const HeaderPlan& plan) {
  std::string text;
  for (std::size_t t = plan.entity_types(); t < plan.types.size(); ++t) {
    if (plan.types[t].fixed_count >= 0)
      text += fmt::format("  if (seen.{} == nullptr) return Status::kNoReading;\n",
                          plan.tokens[t].member);
  }
  const TokenCounts counts = counts_of(plan);
  text += filled(
      "  std::size_t room = work.capacity;\n"
      "  if (room < $1) return Status::kTooManyTokens;\n"
      "  room -= $1;\n",
      {std::to_string(counts.fixed)});
  if (counts.varying.empty()) return text;
  return text + filled(
                    "  const std::size_t counts[] = {$1};\n"
                    "  for (const std::size_t count : counts) {\n"
                    "    if (room < count) return Status::kTooManyTokens;\n"
                    "    room -= count;\n"
                    "  }\n",
                    {fmt::format("{}", fmt::join(counts.varying, ", "))});
}

std::string memory_type(const HeaderPlan& plan) {
  if (plan.needs("gru")) return "GruState";
  return plan.needs("lstm") ? "LstmState" : "AttendedState";
}

/// The weights of a memory as the fields of its struct in header/code/memory.h.
std::string memory_weights(const HeaderPlan& plan, Reader reader, WeightCode& weights) {
  const std::string name = prefix_of(reader) + "memory";
  std::vector<std::string> fields;
  const auto add = [&](const char* tensor) { fields.push_back(weights.use(name + tensor)); };
  if (!plan.needs("attention_memory")) {
    for (const char* tensor : {".input.weight", ".input.bias", ".recurrent.weight"}) add(tensor);
    if (plan.needs("gru")) add(".recurrent.bias");
    return weights.add_struct(name, "RecurrentWeights", fields);
  }
  add(".query.weight");
  add(".query.bias");
  fields.push_back(weights.use_transposed(name + ".key.weight"));
  for (const char* tensor :
       {".time", ".value.weight", ".value.bias", ".output.weight", ".output.bias"})
    add(tensor);
  return weights.add_struct(name, "AttendedWeights", fields);
}

/// Makes the vector of this name, of which memory is part.
std::string vector_code(const HeaderPlan& plan, Reader reader, const std::string& vector,
                        WeightCode& weights) {
  const std::string part = reader == Reader::kPolicy ? "policy" : "value";
  std::string text = filled("  float $1[kWidth];\n  encode_$2(seen,$3 work, $1);\n",
                            {vector, part, plan.needs("moved") ? " pose," : ""});
  if (plan.needs("memory"))
    text += filled("  remember($1, state.$2, $3);\n",
                   {memory_weights(plan, reader, weights), part, vector});
  return text;
}

std::string value_part(const HeaderPlan& plan, WeightCode& weights) {
  std::string text, vector = "vector";
  if (plan.has_value_encoder()) {
    vector = "value_vector";
    text = vector_code(plan, Reader::kValue, vector, weights);
  }
  if (plan.needs("central")) {
    text += filled(
        "  attend_alone($1, $2);\n"
        "  layer_norm<kWidth>($2, 1, $3, $4, $2);\n",
        {block_code(plan, "value.team", BlockUse::kAlone, weights), vector,
         weights.use("value.team.norm.gain"), weights.use("value.team.norm.bias")});
  }
  return text + value_code(plan, vector, weights);
}

/// Where the agent's weights of attention stand.
std::string attention_part(const HeaderPlan& plan) {
  if (!plan.needs("attention")) return "";
  std::vector<std::string> counts;
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (plan.reads(t, Reader::kPolicy)) counts.push_back(plan.count_of(t));
  }
  return filled(
      "  decision.tokens = $1;\n"
      "  decision.attention = work.record;\n",
      {fmt::format("{}", fmt::join(counts, " + "))});
}

}  // namespace

std::string capacity_example(const HeaderPlan& plan) {
  return counts_of(plan).limited ? "<>" : "<64>";
}

std::string policy_class(const HeaderPlan& plan) {
  const TokenCounts counts = counts_of(plan);
  return filled(
      "namespace detail {\n\n"
      "template <std::size_t kMaxTokens>\n"
      "struct Held;\n\n"
      "}  // namespace detail\n\n"
      "/// Decides for one agent.  Has room for kMaxTokens entities, rays and patches together.\n"
      "template <std::size_t kMaxTokens$1>\n"
      "class Policy {\n"
      " public:\n"
      "  /// Forgets: an episode begins.\n"
      "  void reset();\n"
      "  /// The next step of the episode: the most likely action.  Unless the status is kOk, "
      "nothing\n"
      "  /// has changed.\n"
      "  [[nodiscard]] Status decide(const Observation& seen, Decision& decision);\n\n"
      " private:\n"
      "  detail::Held<kMaxTokens> held_;\n"
      "};\n\n",
      {counts.limited ? fmt::format(" = {}", counts.most) : ""});
}

std::string decide_code(const HeaderPlan& plan, WeightCode& weights) {
  std::string state = "/// What is remembered from step to step.\nstruct State {\n";
  if (plan.needs("memory")) {
    state += fmt::format("  {} policy;\n", memory_type(plan));
    if (plan.has_value_encoder()) state += fmt::format("  {} value;\n", memory_type(plan));
  }
  std::string text = state +
                     "};\n\n"
                     "inline Status decide(const Observation& seen, const Work& work,\n"
                     "                     [[maybe_unused]] State& state, Decision& decision) {\n" +
                     checks(plan) + "  decision = Decision();\n";
  if (plan.needs("moved")) text += "  const OwnPose pose = pose_of(seen);\n";
  text += vector_code(plan, Reader::kPolicy, "vector", weights) + attention_part(plan) +
          heads_code(plan, weights);
  if (plan.options.value) text += value_part(plan, weights);
  return text +
         "  return Status::kOk;\n}\n\n"
         "template <std::size_t kMaxTokens>\n"
         "struct Held {\n"
         "  Storage<kMaxTokens> storage;\n"
         "  State state;\n"
         "};\n\n";
}

std::string policy_methods() {
  return "template <std::size_t kMaxTokens>\n"
         "void Policy<kMaxTokens>::reset() {\n"
         "  held_.state = detail::State();\n"
         "}\n\n"
         "template <std::size_t kMaxTokens>\n"
         "Status Policy<kMaxTokens>::decide(const Observation& seen, Decision& decision) {\n"
         "  return detail::decide(seen, held_.storage.work(), held_.state, decision);\n"
         "}\n\n";
}

}  // namespace saccade
