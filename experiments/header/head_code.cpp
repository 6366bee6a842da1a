#include "experiments/header/head_code.h"

#include <fmt/format.h>

#include <cmath>

#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

/// What a head reads: a variable and how many numbers it has.
struct ReadVector {
  std::string name;
  std::size_t size;

  std::string size_text() const { return std::to_string(size); }
};

std::string linear(const std::string& name, WeightCode& weights) {
  return weights.use(name + ".weight") + ", " + weights.use(name + ".bias");
}

/// Takes a vector through the hidden layers of this name.
std::string hidden_code(const std::string& name, const std::vector<int>& widths, ReadVector& vector,
                        WeightCode& weights) {
  std::string text;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string next = fmt::format("{}_hidden{}", name.substr(0, name.find('.')), i);
    text += filled(
        "  float $1[$2];\n"
        "  linear<$3, $2>($4, 1, $5, $1);\n"
        "  for (float& value : $1) value = activate(value);\n",
        {next, std::to_string(widths[i]), vector.size_text(), vector.name,
         linear(name + std::to_string(i), weights)});
    vector = {next, static_cast<std::size_t>(widths[i])};
  }
  return text;
}

class HeadWriter {
 public:
  HeadWriter(const HeaderPlan& plan, ReadVector vector, WeightCode& weights)
      : plan_(plan), vector_(std::move(vector)), weights_(weights) {}

  std::string code(std::size_t h) {
    const ActionHead& head = plan_.policy.kind.action.heads[h];
    const HeadNames& names = plan_.heads[h];
    const std::string condition =
        names.present.empty() ? "" : fmt::format("if (seen.{}) ", names.present);
    return filled("  $1{  // $2\n", {condition, comment_text(head_name(head))}) +
           std::visit([&](const auto& kind) { return body(kind, names); }, head) + "  }\n";
  }

 private:
  std::string mask(const HeadNames& names) const {
    return names.allowed.empty() ? "nullptr" : "seen." + names.allowed;
  }
  std::string body(const CategoricalHead& head, const HeadNames& names);
  std::string body(const ContinuousHead& head, const HeadNames& names);
  std::string body(const SelectEntityHead& head, const HeadNames& names);
  std::string deviations(const ContinuousHead& head);

  const HeaderPlan& plan_;
  ReadVector vector_;
  WeightCode& weights_;
  std::size_t selections_ = 0;
};

std::string HeadWriter::body(const CategoricalHead& head, const HeadNames& names) {
  return filled(
      "    linear<$1, $2>($3, 1, $4, decision.$5);\n"
      "    decision.$6 = static_cast<decltype(decision.$6)>(choose(decision.$5, $2, $7));\n",
      {vector_.size_text(), std::to_string(head.labels.size()), vector_.name,
       linear("policy.head." + head.name, weights_), names.first, names.member, mask(names)});
}

/// A statement that makes `second`, what shapes each distribution besides shape[i].
std::string HeadWriter::deviations(const ContinuousHead& head) {
  const std::string name = "policy.head." + head.name, size = std::to_string(head.low.size());
  if (plan_.needs("beta")) return filled("    const float* const second = shape + $1;\n", {size});
  if (plan_.needs("state_deviation")) {
    return filled(
        "    float second[$1];\n"
        "    for (std::size_t i = 0; i < $1; ++i) second[i] = exponential(shape[$1 + i]);\n",
        {size});
  }
  if (plan_.needs("gsde")) {
    std::vector<float> squares = weights_.numbers_of(name + ".log_std");
    for (float& number : squares)
      number = static_cast<float>(std::exp(2 * static_cast<double>(number)));
    return filled(
        "    float second[$1];\n"
        "    deviations_of<$1>($2, $3, $4, second);\n",
        {size, vector_.name, vector_.size_text(),
         weights_.add(name + " squares", "exp(2 x) of x = " + name + ".log_std.", squares)});
  }
  std::vector<float> numbers(head.low.size(), plan_.config().heads.initial_log_std);
  if (plan_.config().heads.continuous.deviation == Deviation::kLearned)
    numbers = weights_.numbers_of(name + ".log_std");
  for (float& number : numbers) number = std::exp(number);
  return filled("    const float* const second = $1;\n",
                {weights_.add(name + " deviation", "Deviations of " + head.name + ".", numbers)});
}

std::string HeadWriter::body(const ContinuousHead& head, const HeadNames& names) {
  const std::string tensor = "policy.head." + head.name;
  const std::size_t size = head.low.size();
  const bool both = plan_.needs("beta") || plan_.needs("state_deviation");
  std::string text = filled("    float shape[$1];\n    linear<$2, $1>($3, 1, $4, shape);\n",
                            {std::to_string(both ? 2 * size : size), vector_.size_text(),
                             vector_.name, linear(tensor, weights_)});
  text += deviations(head) + "    constexpr Scale kScales[] = {";
  for (std::size_t i = 0; i < size; ++i) {
    const auto low = static_cast<double>(head.low[i]), high = static_cast<double>(head.high[i]);
    text += fmt::format("{}{{{}, {}, {}, {}}}", i == 0 ? "" : ", ", literal(head.low[i]),
                        literal(head.high[i]), literal(static_cast<float>((low + high) / 2)),
                        literal(static_cast<float>((high - low) / 2)));
  }
  const char* kind = plan_.needs("beta")            ? "beta"
                     : plan_.needs("tanh_gaussian") ? "tanh_gaussian"
                                                    : "gaussian";
  return text + filled(
                    "};\n"
                    "    for (std::size_t i = 0; i < $1; ++i) {\n"
                    "      set_numbers(kScales[i], $2(shape[i], second[i]), decision.$3[i],\n"
                    "                  decision.$4[i], decision.$5[i]);\n"
                    "    }\n",
                    {std::to_string(size), kind, names.member, names.first, names.second});
}

std::string HeadWriter::body(const SelectEntityHead& head, const HeadNames& names) {
  const std::string tensor = "policy.head." + head.name;
  std::string text = filled(
      "    float query[kWidth], folded[kWidth];\n"
      "    linear<$1, kWidth>($2, 1, $3, query);\n"
      "    linear<kWidth, kWidth>(query, 1, $4, nullptr, folded);\n"
      "    float* const choices = work.choices + $5 * work.capacity;\n",
      {vector_.size_text(), vector_.name, linear(tensor + ".query", weights_),
       weights_.use_transposed(tensor + ".key.weight"), std::to_string(selections_++)});
  text += "    std::size_t count = 0;\n";
  for (const int type : head.types) {
    std::string before;
    for (std::size_t t = 0; t < static_cast<std::size_t>(type); ++t) {
      if (plan_.reads(t, Reader::kPolicy))
        before += (before.empty() ? "" : " + ") + plan_.count_of(t);
    }
    text += filled(
        "    score_candidates(folded, work.$1 + ($2) * kWidth, $3,\n"
        "                     choices + count);\n"
        "    count += $3;\n",
        {plan_.needs("vectors") ? "vectors" : "normalised", before.empty() ? "0" : before,
         plan_.count_of(static_cast<std::size_t>(type))});
  }
  return text + filled(
                    "    decision.$1 = choose(choices, count, $2);\n"
                    "    decision.$3 = choices;\n"
                    "    decision.$4 = count;\n",
                    {names.member, mask(names), names.first, names.candidates});
}

}  // namespace

std::string heads_code(const HeaderPlan& plan, WeightCode& weights) {
  ReadVector vector{"vector", plan.width()};
  std::string text = hidden_code("policy.hidden", plan.config().actor_hidden, vector, weights);
  HeadWriter writer(plan, vector, weights);
  for (std::size_t h = 0; h < plan.heads.size(); ++h) text += writer.code(h);
  return text;
}

std::string value_code(const HeaderPlan& plan, const std::string& name, WeightCode& weights) {
  ReadVector vector{name, plan.width()};
  std::string text = hidden_code("value.hidden", plan.config().critic_hidden, vector, weights);
  text += filled("  linear<$1, 1>($2, 1, $3, &decision.value);\n",
                 {vector.size_text(), vector.name, linear("value.head", weights)});
  if (plan.policy.value_unit != 1)
    text += filled("  decision.value *= $1;\n", {literal(plan.policy.value_unit)});
  return text;
}

}  // namespace saccade
