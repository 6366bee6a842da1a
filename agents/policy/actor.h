// Acting by a policy: the actions, and what the policy thinks about them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/policy.h"
#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade {

/// What a policy thinks about one action head.
struct HeadDecision {
  std::string name;
  std::vector<std::string> labels;   ///< Of the choices or dimensions; empty for select-entity.
  std::vector<float> probabilities;  ///< Categorical and select-entity: one per choice.
  /// Continuous: one per dimension, in the environment's units; the mean may lie beyond the range.
  std::vector<float> mean, std;
  std::vector<EntityId> candidates;  ///< Select-entity: the entity behind each choice.
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
  /// [tokens] how much of each token stands in the agent's vector after all layers (Abnar & Zuidema
  /// 2020); sums to 1.  Empty unless the encoder attends.
  std::vector<float> rollout{};
  std::vector<Vec2> positions{};  ///< [tokens] in the world: where a ray ends, a patch's centre;
                                  ///< kNowhere if there is none.
};

/// One action, and why.
struct Decision {
  std::vector<float> action;  ///< [action_width], as the environment takes it.
  float value = 0;            ///< Estimated discounted return.
  std::vector<HeadDecision> heads;
  AttentionWeights attention;
};

/// Chooses actions with a policy; owns the buffers that this takes.  Used by one thread.
class Actor {
 public:
  explicit Actor(const Policy& policy);  ///< The policy must outlive the actor.
  ~Actor();

  /// One action per observation into `actions` [seen.size() x action_width], ready for the
  /// environment.  `rng` null: the distribution's mode; otherwise sampled.
  void act(std::span<const Observation> seen, Rng* rng, std::span<float> actions);

  /// The same for one observation, with the reasons.
  Decision decide(const Observation& observation, Rng* rng);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
