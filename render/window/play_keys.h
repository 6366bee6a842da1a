// The keys with which a person plays.
#pragma once

#include <array>
#include <cstddef>

#include "render/frame/frame.h"

namespace saccade::render {

enum class PlayKey { kLeft, kRight, kUp, kDown, kDigit0, kDigit9 = kDigit0 + 9 };

/// The agent that a person steers, or the first of them.
const AgentView& steered_agent(const Frame& frame);
/// Whether all that the agent does is to choose an entity: then time waits for the choice.
bool only_chooses(const AgentView& agent);
/// Whether it may choose this one.
bool can_choose(const AgentView& agent, EntityId entity);

/// Remembers which keys are down.  A key that was tapped between two decisions counts for the
/// second.
class PlayKeys {
 public:
  void press(PlayKey key) { down_[index(key)] = tapped_[index(key)] = true; }
  void release(PlayKey key) { down_[index(key)] = false; }
  void release_all() {
    down_.fill(false);
    stick_ = {};
  }
  /// An entity was clicked: it is the choice until another is.
  void choose(EntityId entity) {
    chosen_ = entity;
    has_choice_ = true;
  }
  /// Another episode begins: what was chosen is not there any more.
  void forget_choice() {
    chosen_ = kNoEntity;
    has_choice_ = false;
  }
  /// Whether a choice was made since the last call of `take`.
  bool has_choice() const;
  /// Where the stick of a gamepad is, in [-1, 1]; y points up.
  void tilt(Vec2 stick) { stick_ = stick; }
  Vec2 stick() const { return stick_; }
  /// What is held or was tapped since the last call.
  HeldKeys take();

 private:
  static constexpr std::size_t kCount = static_cast<std::size_t>(PlayKey::kDigit9) + 1;
  static std::size_t index(PlayKey key) { return static_cast<std::size_t>(key); }
  bool held(PlayKey key) const { return down_[index(key)] || tapped_[index(key)]; }

  std::array<bool, kCount> down_{};
  std::array<bool, kCount> tapped_{};
  EntityId chosen_ = kNoEntity;
  bool has_choice_ = false;
  Vec2 stick_{};
};

}  // namespace saccade::render
