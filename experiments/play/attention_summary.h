// What a policy attends to, by entity type: averages over many decisions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "agents/policy.h"

namespace saccade {

/// How one attention head treats one entity type.
struct TypeAttention {
  double share = 0;  ///< Mean sum of the weights on entities of the type; sums to 1 over types.
  /// `share` over what even attention to all entities would give: 1 even, 3 three times as much.
  /// 0 when the type was never seen.
  double focus = 0;
};

/// Sums up attention weights, decision by decision.
class AttentionSummary {
 public:
  AttentionSummary(std::vector<std::string> types, int blocks, int heads);

  /// Weights of the same number of blocks and heads as were declared.
  void add(const AttentionWeights& weights);

  std::int64_t decisions() const { return decisions_; }
  const std::vector<std::string>& types() const { return types_; }
  int blocks() const { return blocks_; }
  int heads() const { return heads_; }

  /// Mean number of entities of the type in view.
  double mean_count(int type) const;
  TypeAttention attention(int block, int head, int type) const;
  /// Mean over decisions of exp(entropy of the weights): 1 when a head looks at one entity alone,
  /// the number of entities when it looks evenly at all.
  double spread(int block, int head) const;

 private:
  std::size_t slot(int block, int head) const;
  void add_head(const AttentionWeights& weights, std::size_t slot);

  std::vector<std::string> types_;
  int blocks_;
  int heads_;
  std::int64_t decisions_ = 0;
  std::vector<double> counts_;  // [types] entities seen.
  std::vector<double> even_;    // [types] share that even attention would give.
  std::vector<double> shares_;  // [blocks x heads x types]
  std::vector<double> spread_;  // [blocks x heads]
};

/// A table per block: a row per type, a column per head.
std::string to_text(const AttentionSummary& summary);
/// {"decisions", "types": [{"name", "mean_count"}], "blocks": [{"heads": [{"spread", "share":
/// {...}, "focus": {...}}]}]}
nlohmann::ordered_json to_json(const AttentionSummary& summary);
/// block,head,type,mean_count,share,focus
std::string to_csv(const AttentionSummary& summary);

}  // namespace saccade
