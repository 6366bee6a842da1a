// One moment of an episode as the viewer sees it: a scene, and plain numbers about the agent's
// mind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/scene.h"

namespace saccade::render {

/// What the policy thinks about one action head.
struct ActionView {
  std::string name{};
  std::vector<std::string> labels{};   ///< Of choices or dimensions.
  std::vector<float> probabilities{};  ///< One per choice; empty for a continuous head.
  int chosen = -1;                     ///< Index of the choice taken.
  std::vector<float> mean{}, std{};    ///< Continuous: one per dimension.
  std::vector<float> value{};          ///< Continuous: what was done.
  std::vector<float> low{}, high{};    ///< Continuous: the range.
};

/// A kind of token.
struct TokenKind {
  std::string name;
  float side = 0;  ///< Patches of an image: their side, world units; 0 for entities and rays.
};

/// How the agent weighed the tokens: entities, rays of a fan, patches of an image; empty when it
/// does not attend.
struct AttentionView {
  int blocks = 0;
  int heads = 0;
  std::vector<EntityId> ids{};  ///< [tokens], the agent first; kNoEntity of rays and patches.
  std::vector<int> types{};     ///< [tokens] index into Frame::token_types.
  /// [blocks x heads x tokens]; sums to 1 over tokens, or is 0 where a layer had nothing to see.
  std::vector<float> weights{};
  std::vector<std::string> layers{};  ///< [blocks] "cross", "block 1"; empty: numbered.
  /// [tokens] share of each in the agent's vector after all layers; sums to 1.  Empty: not known.
  std::vector<float> rollout{};
  /// [tokens] world units: where a ray ends, a patch's centre; not finite, or empty: not known.
  std::vector<Vec2> positions{};
};

struct Frame {
  Scene scene;
  std::string environment;             ///< Id, for the title.
  std::vector<TokenKind> token_types;  ///< Type 0 is the agent.
  AttentionView attention;
  std::vector<ActionView> actions;  ///< One per head; empty before the first decision.
  bool has_value = false;           ///< Whether a policy with a value is playing.
  float value = 0;                  ///< Its estimate of the discounted return from here.
  float reward = 0;                 ///< Of the step that led here.
  double return_so_far = 0;         ///< Sum of rewards of the episode.
  int step = 0;
  std::uint64_t seed = 0;                             ///< Of the episode.
  bool done = false;                                  ///< The episode is over.
  std::string outcome;                                ///< How it ended, if that has a name.
  std::vector<std::pair<std::string, float>> counts;  ///< What the environment counts.
};

/// Where frames come from.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// Begins the episode of `seed`.
  virtual const Frame& reset(std::uint64_t seed) = 0;
  /// One decision; does nothing when the episode is over.
  virtual const Frame& advance() = 0;
  /// Decisions per second of the environment's own time.
  virtual double steps_per_second() const = 0;
};

/// Lets a person choose the action: called before each decision with what keys are held.
struct HeldKeys {
  bool left = false, right = false, up = false, down = false, space = false;
  int digit = -1;  ///< 0..9 while such a key is held, else -1.
};

}  // namespace saccade::render
