// One moment of an episode as the viewer sees it: a scene, what the agent decided and what it
// attended to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/decision.h"
#include "envs/core/scene.h"

namespace saccade::render {

/// What the viewer needs to know of a type of token to draw it; the types that a policy declares
/// (agents/policy/tokens.h) are not for it to see.
struct TokenKind {
  std::string name;
  float side = 0;  ///< Patches of an image: their side, world units; 0 for entities and rays.
};

struct Frame {
  Scene scene;
  std::string environment;             ///< Id, for the title.
  std::string agent_kind;              ///< Of the agent whose mind is shown, if that has a name.
  int agent = 0;                       ///< Its number among those of its kind, from 0 ...
  int agents = 1;                      ///< ... and how many there are, absent ones included.
  std::vector<TokenKind> token_types;  ///< Of that kind; type 0 is the agent.
  AttentionWeights attention;          ///< `types` are indices into token_types.
  /// [attention.memory.entries] where the agent was at the steps that its memory weighs, in the
  /// world; kNowhere while it was not drawn.
  std::vector<Vec2> trail;
  std::vector<HeadDecision> actions;  ///< One per action head; empty when no policy plays.
  bool has_value = false;             ///< Whether a policy with a value is playing.
  float value = 0;                    ///< Its estimate of the discounted return from here.
  float reward = 0;                   ///< Of the step that led here.
  double return_so_far = 0;           ///< Sum of rewards of the episode.
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
  /// Shows the mind of another agent from now on: of those that are present the next one (`by` 1)
  /// or the one before (-1), kind after kind; after the last comes the first.
  virtual const Frame& choose_agent(int by) = 0;
  /// Decisions per second of the environment's own time.
  virtual double steps_per_second() const = 0;
};

/// What a person who plays holds down when a decision is due.
struct HeldKeys {
  bool left = false, right = false, up = false, down = false, space = false;
  int digit = -1;  ///< 0..9 while such a key is held, else -1.
};

}  // namespace saccade::render
