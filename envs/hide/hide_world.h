// The world of `hide-and-seek`: a walled arena seen from above, with two teams of agents and with
// boxes that they push, carry and lock.
//
// A world lives for one episode: solver state that Box2D keeps inside never reaches the next one.
// Nothing in it is random but its layout.
#pragma once

#include <box2d/box2d.h>

#include <cstdint>
#include <span>
#include <vector>

#include "envs/hide/hide_layout.h"
#include "envs/hide/hide_sight.h"

namespace saccade {

enum HideTeam { kHideNobody = -1, kHideHiders, kHideSeekers };

enum class HideLock { kLeave, kLock, kUnlock };

/// What an agent wants in a step.  Directions are its own: it drives ahead, or to its left.
struct HideOrder {
  float forward = 0;  ///< In [-1, 1], a share of the strongest push; with `left` at most 1 long.
  float left = 0;     ///< In [-1, 1].
  float turn = 0;     ///< In [-1, 1], counter-clockwise, a share of the fastest turn.
  bool hold = false;  ///< Keep hold of a box, or take hold of the nearest one; else let it go.
  HideLock lock = HideLock::kLeave;
};

/// What happened since the start of the episode.
struct HideTally {
  int grabs = 0;
  int hider_locks = 0;
  int seeker_locks = 0;
  int unlocks = 0;
};

/// Metres, seconds, kilograms.
class HideWorld {
 public:
  static constexpr int kStepsPerSecond = 10;
  static constexpr float kAgentSpeed = 3;    ///< m/s, of an agent that pushes nothing.
  static constexpr float kTurnSpeed = 2.5F;  ///< rad/s, of an agent that holds nothing.
  static constexpr float kReach = 0.4F;      ///< From an agent's edge to a box's that it grabs, m.

  struct Agent {
    b2Body* body = nullptr;
    HideTeam team = kHideHiders;
    int held = -1;  ///< Index of the box that it holds, or -1.
    b2Joint* grip = nullptr;
  };

  struct Box {
    b2Body* body = nullptr;
    HideTeam locked_by = kHideNobody;
  };

  /// `hiders` of the layout's agents are hiders; `cone` is the whole angle, degrees.
  HideWorld(const HideLayout& layout, int hiders, float cone);

  /// Advances by 1/10 s.  `orders` [agents].  Agents lock and grab one after the other, then all
  /// move at once.
  void step(std::span<const HideOrder> orders);

  float half() const { return half_; }  ///< Half of the arena's side, m.
  float cone_cosine() const { return cone_cosine_; }
  const std::vector<HideWall>& walls() const { return walls_; }
  const std::vector<Agent>& agents() const { return agents_; }
  const std::vector<Box>& boxes() const { return boxes_; }
  const b2World& physics() const { return world_; }
  const HideTally& tally() const { return tally_; }

  /// The unit vector along which an agent faces.
  b2Vec2 ahead(std::size_t agent) const { return agents_[agent].body->GetWorldVector({1, 0}); }

  /// Whether the middle of another agent is in the cone and in line of sight.
  bool sees_agent(std::size_t agent, std::size_t other) const {
    return sees_agent_[agent * agents_.size() + other] != 0;
  }
  /// Whether the middle of a box is in the cone and in line of sight.
  bool sees_box(std::size_t agent, std::size_t box) const {
    return sees_box_[agent * boxes_.size() + box] != 0;
  }
  /// Whether the agent sees the box or holds it, and so knows where it is.
  bool knows_box(std::size_t agent, std::size_t box) const {
    return sees_box(agent, box) || agents_[agent].held == static_cast<int>(box);
  }
  /// Whether any seeker sees this hider, or any hider at all.
  bool is_found(std::size_t hider) const;
  bool is_any_found() const;

  /// Whether the box is near enough to be grabbed, locked or unlocked, whatever its state.
  bool is_in_reach(std::size_t agent, std::size_t box) const;

  /// Index of the box that the agent would take hold of, lock or unlock now, or -1.  It must be
  /// seen, in reach, and not locked or, to be unlocked, locked by the agent's team.  A box in hand
  /// is the one that is held and that is locked.
  int box_to_hold(std::size_t agent) const;
  int box_to_lock(std::size_t agent) const { return box_to_hold(agent); }
  int box_to_unlock(std::size_t agent) const;

 private:
  void add_walls();
  b2Body* add_body(const HidePose& pose, HideThing thing, float damping, float turn_damping);
  void add_agent(const HidePose& pose, HideTeam team);
  void add_box(const HidePose& pose);
  float gap(std::size_t agent, std::size_t box) const;
  int nearest_box(std::size_t agent, HideTeam locked_by) const;
  void change_lock(std::size_t agent, HideLock wanted);
  void change_grip(std::size_t agent, bool hold);
  void release(Agent& agent);
  void drive(const Agent& agent, const HideOrder& order);
  void look();

  float half_;
  float cone_cosine_;
  std::vector<HideWall> walls_;
  b2World world_;
  std::vector<Agent> agents_;
  std::vector<Box> boxes_;
  std::vector<std::uint8_t> sees_agent_;  // [agents x agents]
  std::vector<std::uint8_t> sees_box_;    // [agents x boxes]
  HideTally tally_;
};

}  // namespace saccade
