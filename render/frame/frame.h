// One moment of an episode as the viewer sees it: a scene, what the agent decided and what it
// attended to.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "envs/core/decision.h"
#include "envs/core/error.h"
#include "envs/core/scene.h"
#include "render/frame/what_if.h"

namespace saccade::render {

/// What the viewer needs to know of a type of token to draw it; the types that a policy declares
/// (agents/policy/tokens.h) are not for it to see.
struct TokenKind {
  std::string name{};
  float side = 0;  ///< Patches of an image: their side, world units; 0 for entities and rays.
  std::vector<std::string> features{};  ///< Of entities.
};

/// The entities that an agent sees, row by row.
struct SeenEntities {
  std::vector<EntityId> ids{};    ///< [entities] the agent first.
  std::vector<int> types{};       ///< [entities] index into AgentView::token_types.
  std::vector<float> features{};  ///< The features of one entity after the other's.
  /// The same as the network sees them, or nothing where no network looks.
  std::vector<float> inputs{};
};

/// A picture that an agent sees.
struct SeenImage {
  std::string name{};
  std::vector<std::string> channels{};
  int type = -1;                ///< Of its patches: index into AgentView::token_types.
  int height = 0, width = 0;    ///< Pixels.
  int patch = 0;                ///< Side of the patches that a network sees, pixels.
  float pixel_size = 1;         ///< World units.
  Vec2 origin{};                ///< The point of the world at its centre.
  std::vector<float> pixels{};  ///< [height x width x channels], the top row first; empty: it is
                                ///< not there at this step.
};

/// What one agent sees, decides and attends to at one moment.
struct AgentView {
  std::string kind{};       ///< Of agents, if that has a name.
  int number = 0;           ///< Among those of its kind, from 0 ...
  int of = 1;               ///< ... and how many there are, absent ones included.
  bool present = true;      ///< It is in the world now.
  bool preferred = true;    ///< Whoever watches wants to see this one rather than another.
  EntityId id = kNoEntity;  ///< Of its own shapes in the scene.
  std::vector<TokenKind> token_types{};  ///< Of its kind; type 0 is the agent.
  SeenEntities seen{};
  std::vector<SeenImage> images{};
  AttentionWeights attention{};  ///< `types` are indices into token_types.
  /// [attention.memory.entries] where the agent was at the steps that its memory weighs, in the
  /// world; kNowhere while it was not drawn.
  std::vector<Vec2> trail{};
  std::vector<HeadDecision> actions{};  ///< One per action head; empty when no policy plays.
  float value = 0;                      ///< Its estimate of the discounted return from here.
  float reward = 0;                     ///< Of the step that led here.
  double return_so_far = 0;             ///< Sum of its rewards in the episode.
  /// The way that it faces, rad from the world's x axis, counter-clockwise; NaN: not known.
  float heading = std::numeric_limits<float>::quiet_NaN();
};

struct Frame {
  Scene scene;
  std::string environment;  ///< Id, for the title.
  /// How far attention was found to explain the policy; empty: nothing is to be said of that.
  std::string faithfulness{};
  std::string policy{};  ///< Who plays, for the line below it; empty: nobody known.
  std::vector<AgentView> agents = std::vector<AgentView>(1);  ///< All of them; at least one.
  std::size_t viewed = 0;                                     ///< Whose mind is shown.
  bool has_value = false;    ///< Whether a policy with a value is playing.
  float reward = 0;          ///< Of the step that led here; mean over agents.
  double return_so_far = 0;  ///< Sum of rewards of the episode; mean over agents.
  int step = 0;
  std::uint64_t seed = 0;                             ///< Of the episode.
  bool done = false;                                  ///< The episode is over.
  std::string outcome;                                ///< How it ended, if that has a name.
  std::vector<std::pair<std::string, float>> counts;  ///< What the environment counts.

  /// The agent whose mind is shown.
  AgentView& mind() { return agents[viewed]; }
  const AgentView& mind() const { return agents[viewed]; }
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

  /// The seed of the episode after that of `seed`, for `reset`; the same one if there is no other
  /// episode, or if it is to be seen again, played by somebody else.
  virtual std::uint64_t next_episode(std::uint64_t seed) { return seed + 1; }
  /// Writes the episode, as far as it has been played, to a file from which it can be played again.
  /// Throws Error when it cannot.
  virtual void save(const std::string& path) const;

  /// Whether there is an answer to `what_if`.
  virtual bool can_change() const { return false; }
  /// Whether the world itself is changed then, so that the episode can be played on from there;
  /// else what the agents see of it.
  virtual bool changes_world() const { return false; }
  /// The running episode at one of its steps as it would be with these changes: what is seen then,
  /// and what the agents think of it.  The episode stays as it is.  Valid until the next call.
  /// Throws Error when a change cannot be made.
  virtual const Frame& what_if(int step, const WhatIf& changes);
  /// Plays on, with `advance`, from the answer to the last `what_if`; null: there is none.
  virtual FrameSource* branch() { return nullptr; }
};

inline const Frame& FrameSource::what_if(int /*step*/, const WhatIf& /*changes*/) {
  throw Error("this world cannot be changed");
}

inline void FrameSource::save(const std::string& path) const {
  throw Error("this episode cannot be saved as " + path);
}

/// What a person who plays holds down when a decision is due.
struct HeldKeys {
  bool left = false, right = false, up = false, down = false;
  int digit = -1;               ///< 0..9 while such a key is held, else -1.
  EntityId chosen = kNoEntity;  ///< The entity that was clicked last.
  Vec2 stick{};                 ///< Of a gamepad, in [-1, 1]; y points up.
};

}  // namespace saccade::render
