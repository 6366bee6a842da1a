// Scores by which entities are ordered: how much each one is said to matter to a decision.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "agents/explain/policy_probe.h"

namespace saccade {

/// Names of methods, as they stand in files.
inline constexpr const char* kAttentionMethod = "attention";
inline constexpr const char* kRolloutMethod = "rollout";
inline constexpr const char* kGradientMethod = "gradient_input";
inline constexpr const char* kIntegratedMethod = "integrated_gradients";
inline constexpr const char* kLeaveOneOutMethod = "leave_one_out";
inline constexpr const char* kNearestMethod = "nearest";
inline constexpr const char* kRandomMethod = "random";

/// One score per entity; the higher, the sooner it comes.
struct Ranking {
  std::string method;
  std::vector<double> scores;  ///< [entities]
};

/// By the last layer's weights, mean over heads ("attention"), and by attention rollout over all
/// layers (Abnar & Zuidema 2020); none where the encoder does not attend.
std::vector<Ranking> attention_rankings(const AttentionWeights& attention,
                                        std::span<const EntityPlace> entities);

/// By each head of each layer that shows entities: "block 1 head 2".
std::vector<Ranking> head_rankings(const AttentionWeights& attention,
                                   std::span<const EntityPlace> entities);

/// By the change of the policy when the entity alone is taken away; `changes` [entities].
Ranking leave_one_out_ranking(std::span<const DecisionChange> changes);

/// By size, whatever the sign: gradient times input, and integrated gradients.
std::vector<Ranking> gradient_rankings(const FeatureAttribution& attribution);

/// The nearest to the agent first; none unless the agent and some entity have a place.
std::vector<Ranking> nearest_ranking(const Observation& seen,
                                     std::span<const EntityPlace> entities);

/// Equal scores, of which ties are broken at random.
Ranking random_ranking(std::size_t entities);

/// [count] All entities but the i-th.
std::vector<KeptEntities> each_left_out(std::size_t count);

}  // namespace saccade
