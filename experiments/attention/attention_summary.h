// What a policy attends to, by type of token, and its memory by age: averages over many decisions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/policy/actor.h"

namespace saccade {

/// How one type of token is treated by a head, or by all layers together.
struct TypeAttention {
  double share = 0;  ///< Mean sum of the weights on tokens of the type; sums to 1 over types.
  /// `share` over what even attention to all tokens that the layer shows would give: 1 even, 3
  /// three times as much.  0 when the type was never seen.
  double focus = 0;
};

/// A ray or a patch, which keeps its place from one decision to the next.
struct ReadingAttention {
  std::string name;  ///< "lidar 12": type and place in it, from 0.
  double share = 0;  ///< Mean rollout.
};

/// Sums up attention weights, decision by decision.
class AttentionSummary {
 public:
  /// Names of token types (token_types()) and of layers, and heads per layer.  `prefix`: what the
  /// names of types begin with, and those of ages then do, too.
  AttentionSummary(std::vector<std::string> types, std::vector<std::string> layers, int heads,
                   std::string prefix = "");

  /// Weights of the layers and heads that were declared, with their rollout.
  void add(const AttentionWeights& weights);

  std::int64_t decisions() const { return decisions_; }
  const std::vector<std::string>& types() const { return types_; }
  const std::vector<std::string>& layers() const { return layers_; }
  int heads() const { return heads_; }

  /// Mean number of tokens of the type in view.
  double mean_count(int type) const;
  TypeAttention attention(int layer, int head, int type) const;
  /// Whether the layer shows tokens of the type to the agent: with cross-attention one layer shows
  /// rays and patches alone, the others entities alone.  True for a type that was never in view.
  bool shows(int layer, int type) const;
  /// Mean over decisions of exp(entropy of the weights): 1 when a head looks at one token alone,
  /// the number of tokens when it looks evenly at all.  A decision in which the layer had nothing
  /// to see counts as 0.
  double spread(int layer, int head) const;
  /// All layers together, by attention rollout (Abnar & Zuidema 2020).
  TypeAttention rollout(int type) const;
  /// The `count` rays and patches of most rollout, the first one first.
  std::vector<ReadingAttention> top_readings(std::size_t count) const;
  /// The memory, as one layer "memory" whose types are ages (age_groups()) and whose tokens are the
  /// steps remembered; null when none attends.
  const AttentionSummary* memory() const { return memory_.get(); }

 private:
  std::size_t slot(int layer, int head) const;
  /// Adds up what even attention to the tokens that `layer` shows would give; the layer after the
  /// last stands for the rollout, which sees all.
  void add_even(const AttentionWeights& weights, std::size_t layer);
  void add_head(const AttentionWeights& weights, std::size_t slot);
  void add_rollout(const AttentionWeights& weights);
  void add_memory(const MemoryAttention& memory);
  double even(std::size_t layer, int type) const;
  /// `sum` over decisions, and that over what even attention in `layer` would give.
  TypeAttention compared(double sum, std::size_t layer, int type) const;
  /// A sum over decisions, averaged.
  double averaged(double sum) const;

  std::vector<std::string> types_;
  std::vector<std::string> layers_;
  int heads_;
  std::string prefix_;
  std::int64_t decisions_ = 0;
  std::vector<double> counts_;                 // [types] tokens seen.
  std::vector<double> even_;                   // [layers + 1 x types]
  std::vector<double> shares_;                 // [layers x heads x types]
  std::vector<double> spread_;                 // [layers x heads]
  std::vector<double> rollout_;                // [types]
  std::vector<std::vector<double>> readings_;  // [types x places] rollout of rays and patches.
  std::unique_ptr<AttentionSummary> memory_;   // From the first decision on that has one.
};

}  // namespace saccade
