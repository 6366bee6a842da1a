// What an acting policy thinks: filled by the policy, shown by a viewer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade {

/// What a policy thinks about one action head.
struct HeadDecision {
  std::string name;
  /// Of the choices or dimensions; of select-entity the type's name and the id: "food 12".
  std::vector<std::string> labels{};
  std::vector<float> probabilities{};  ///< Categorical and select-entity: one per choice.
  /// Categorical and select-entity: 0 of what the mask forbids, else 1; one per choice.
  std::vector<std::uint8_t> allowed{};
  int chosen = -1;                     ///< Index of the choice; -1: none.
  std::vector<EntityId> candidates{};  ///< Select-entity: the entity behind each choice.
  /// Continuous: one per dimension, in the environment's units; the mean may lie beyond the range.
  std::vector<float> mean{}, std{};
  std::vector<float> value{};  ///< Continuous: what was chosen, in the environment's units.
  /// What a person who plays chose in the step before, while `chosen` and `value` are advice; -1
  /// and empty: nobody plays, or that is no choice any more.
  int by_hand = -1;
  std::vector<float> value_by_hand{};
  std::vector<float> low{}, high{};  ///< Continuous: the range, in the environment's units.
};

/// How the agent's present vector weighed those of earlier steps, in a memory that attends.
struct MemoryAttention {
  int heads = 0;    ///< 0: the policy has no such memory.
  int length = 0;   ///< Earlier steps that it remembers at most.
  int entries = 0;  ///< Steps that it weighs, the present one included: 1 at an episode's start,
                    ///< in the end length + 1.
  std::vector<float> weights{};  ///< [heads x entries] from the oldest step to the present one; a
                                 ///< head's sum to 1.
};

/// How every query of one layer weighed the tokens that the layer shows.
struct QueryWeights {
  std::vector<std::int32_t> queries{};  ///< Tokens that ask, the agent (0) first; none: only it.
  std::vector<std::int32_t> keys{};     ///< Tokens that they may see.
  /// [heads x queries x keys]; those of a query and head sum to 1, or are 0 where it sees nothing.
  std::vector<float> weights{};
};

/// How the agent's query weighed the tokens: entities, rays of a fan, patches of an image.
struct AttentionWeights {
  int blocks = 0;  ///< 0: the encoder does not attend.
  int heads = 0;
  std::vector<EntityId> ids;          ///< [tokens], the agent first; kNoEntity of rays and patches.
  std::vector<int> types;             ///< [tokens] index into token_types().
  std::vector<std::string> layers{};  ///< [blocks] "cross", "block 1", ... from the first.
  /// [blocks x heads x tokens]; sums to 1 over tokens, or is 0 where the agent sees
  /// nothing: "cross" without sensors (local: near enough).
  std::vector<float> weights;
  /// [blocks x tokens] 1 where the layer lets the agent see the token, of however little weight;
  /// else 0: "cross" shows rays and patches alone.
  std::vector<std::uint8_t> shown{};
  /// [blocks] What the queries of the other entities weigh, where the layer has such: the last one
  /// has none, since the agent's vector alone is read out.  Empty: nobody wanted to know.
  std::vector<QueryWeights> rows{};
  /// [tokens] how much of each token stands in the agent's vector after all layers (Abnar & Zuidema
  /// 2020); sums to 1.  Empty unless the encoder attends.
  std::vector<float> rollout{};
  std::vector<Vec2> positions{};  ///< [tokens] in the world: where a ray ends, a patch's centre;
                                  ///< kNowhere if there is none.
  MemoryAttention memory{};       ///< Of the memory behind the encoder.
};

/// One action, and why.
struct Decision {
  std::vector<float> action;  ///< [action_width], as the environment takes it.
  /// Estimated discounted return; by a central critic that was not shown the other agents, as if
  /// this one were alone.
  float value = 0;
  std::vector<HeadDecision> heads;
  AttentionWeights attention;
  /// The features of the entities as the network sees them, relative to the agent and normalised as
  /// the policy has it: row after row, the types in their order without those for critics only.
  std::vector<float> inputs{};
};

}  // namespace saccade
