#include "experiments/onnx_policy/heads.h"

#include <cmath>
#include <limits>

#include "agents/heads/continuous/continuous_kinds.h"
#include "experiments/onnx_policy/continuous.h"

namespace saccade::onnx {

namespace {

constexpr double kLeast = static_cast<double>(std::numeric_limits<float>::lowest());

/// What a head that takes no part in a step does is not up to it.
template <class Head>
Value unless_absent(const HeadSources& sources, const Head& head, const Value& action) {
  if (!head.optional) return action;
  const Value present = sources.ports.input(head.name + ".present", Type::kBool, {1});
  return where(present, action, static_cast<double>(Head::kSkippedAction));
}

/// The first of the most likely choices [B x 1] by their rank among those that are there, -1 if
/// none is allowed.  At least one choice, allowed or not.
Value best_choice(const Value& logits, const Value& allowed, const Value& there) {
  const Value best = arg_max(where(allowed, logits, kLeast), 1, true);
  const Value ranks = cumulative_sum(cast(there, Type::kInt64), 1) - 1.0;
  const Value rank =
      ranks.graph->node("GatherElements", {ranks, best}, Type::kInt64, {{"axis", std::int64_t{1}}});
  return where(any(allowed, 1, true), cast(rank, Type::kFloat), -1.0);
}

Value choose(const HeadSources& sources, const CategoricalHead& head) {
  const auto count = static_cast<std::int64_t>(head.labels.size());
  const Value logits = linear(sources.network, "policy.head." + head.name, sources.readout);
  const Value there = full_like(logits, 1, Type::kBool);
  const Value allowed =
      head.masked ? sources.ports.input(head.name + ".mask", Type::kBool, {count}) : there;
  sources.ports.output(head.name + ".probabilities", softmax(logits, allowed), {count});
  return unless_absent(sources, head, best_choice(logits, allowed, there));
}

/// The candidates of a select-entity head, type by type as it lists them.
struct CandidateRows {
  Value vectors;  ///< [B x K x D]
  Value there;    ///< [B x K]
  Dimension count;
};

CandidateRows candidates_of(const HeadSources& sources, const SelectEntityHead& head) {
  std::vector<Value> first = {
      sources.ports.graph().constant(std::span<const std::int64_t>(Indices{0}), {1})};
  std::vector<const TypeTokens*> types;  // Of the policy's encoder, under their number.
  for (const TypeTokens& type : sources.seen.types) {
    types.push_back(&type);
    const Value rows = type.critic_only ? first.front() : size_of(type.there, 1);
    first.push_back(first.back() + rows);
  }
  std::vector<Value> vectors, there;
  std::int64_t fixed = 0;
  bool varies = false;
  for (const int number : head.types) {
    const auto t = static_cast<std::size_t>(number);
    vectors.push_back(slice(sources.vectors, 1, first[t], first[t + 1]));
    there.push_back(types[t]->there);
    varies = varies || types[t]->count < 0;
    fixed += types[t]->count;
  }
  return {concat(vectors, 1), concat(there, 1),
          varies ? Dimension("candidates_" + head.name) : Dimension(fixed)};
}

/// [B x K]: a scaled dot product of a query from the agent's vector with a key of each candidate's.
Value score(const HeadSources& sources, const std::string& name, const Value& candidates) {
  const Value query = unsqueeze(linear(sources.network, name + ".query", sources.readout), {1});
  const Value keys = linear(sources.network, name + ".key", candidates);
  const double scale = 1 / std::sqrt(static_cast<double>(sources.policy.config.encoder.width));
  return sum(query * keys, 2) * scale;
}

Value choose(const HeadSources& sources, const SelectEntityHead& head) {
  const CandidateRows candidates = candidates_of(sources, head);
  const Value logits = score(sources, "policy.head." + head.name, candidates.vectors);
  Value allowed = candidates.there;
  if (head.masked) {
    const std::string name = head.name + ".mask";
    allowed = both(allowed, sources.ports.input(name, Type::kBool, {candidates.count}));
  }
  // One more that is not allowed: nothing is the largest of nothing.
  const auto padded = [](const Value& truth) {
    return cast(pad_end(cast(truth, Type::kFloat), {0, 1}), Type::kBool);
  };
  const Value scores = pad_end(logits, {0, 1}), choices = padded(allowed);
  sources.ports.output(head.name + ".probabilities", slice(softmax(scores, choices), 1, 0, -1),
                       {candidates.count});
  const Value best = best_choice(scores, choices, padded(candidates.there));
  return unless_absent(sources, head, best);
}

/// The second of the two numbers that shape each dimension, where the layer gives only the first.
Value log_deviation(const HeadSources& sources, const std::string& name, const Value& first) {
  const HeadConfig& config = sources.policy.config.heads;
  if (config.continuous.deviation == Deviation::kFixed)
    return full_like(first, static_cast<double>(config.initial_log_std), Type::kFloat);
  if (config.continuous.deviation == Deviation::kLearned) {
    const Value log_std = sources.network.parameter(name + ".log_std");
    return expand(log_std, shape_of(first));
  }
  const Value squares = apply("Exp", sources.network.matrix(name + ".log_std") * 2.0);  // [E x n]
  return apply("Log", matmul(square(sources.readout), squares) + 1e-6) * 0.5;
}

Value row_of(Graph& graph, const std::vector<double>& values) {
  std::vector<float> row(values.begin(), values.end());
  return graph.constant(std::span<const float>(row), {static_cast<std::int64_t>(row.size())});
}

/// From the policy's units to the environment's.
Value put_out_numbers(const HeadSources& sources, const ContinuousHead& head,
                      const Numbers& numbers) {
  std::vector<double> middles, halves, lows, highs;
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    lows.push_back(static_cast<double>(head.low[i]));
    highs.push_back(static_cast<double>(head.high[i]));
    middles.push_back((lows[i] + highs[i]) / 2);
    halves.push_back((highs[i] - lows[i]) / 2);
  }
  Graph& graph = sources.ports.graph();
  const Value middle = row_of(graph, middles), half = row_of(graph, halves);
  const Shape shape = {static_cast<std::int64_t>(lows.size())};
  const auto put_out = [&](const std::string& what, const Value& value) {
    sources.ports.output(head.name + "." + what, value, shape);
  };
  put_out("mean", middle + numbers.mean * half);
  put_out("std", numbers.std * half);
  for (const auto& [name, value] : numbers.shape) put_out(name, value);
  const Value action = middle + at_most(at_least(numbers.best, -1), 1) * half;
  const Value raised = graph.node("Max", {action, row_of(graph, lows)}, Type::kFloat);
  return smaller_of(raised, row_of(graph, highs));  // Never beyond the range by a rounding.
}

Value choose(const HeadSources& sources, const ContinuousHead& head) {
  const std::string name = "policy.head." + head.name;
  const ContinuousKind& kind = *sources.policy.config.heads.continuous.distribution;
  const bool gives_both =
      !kind.has_deviation || sources.policy.config.heads.continuous.deviation == Deviation::kState;
  const auto dimensions = static_cast<std::int64_t>(head.low.size());
  const Value outputs = linear(sources.network, name, sources.readout);
  const Value first = slice(outputs, 1, 0, dimensions);
  const Value second = gives_both ? slice(outputs, 1, dimensions, 2 * dimensions)
                                  : log_deviation(sources, name, first);
  const Value action = put_out_numbers(sources, head, distribution_of(kind.name, first, second));
  return unless_absent(sources, head, action);
}

}  // namespace

Value choose_action(const HeadSources& sources) {
  std::vector<Value> numbers;
  for (const ActionHead& head : sources.policy.kind.action.heads) {
    numbers.push_back(std::visit([&](const auto& kind) { return choose(sources, kind); }, head));
  }
  return concat(numbers, 1);
}

}  // namespace saccade::onnx
