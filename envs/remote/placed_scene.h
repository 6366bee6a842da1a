// A plain picture of a world that does not draw itself: what the agents see, as discs.
#pragma once

#include <span>

#include "envs/core/environment.h"

namespace saccade {

/// Draws every entity whose position is known as a disc in the colour of its type.  The part of the
/// world that it shows grows over an episode and never shrinks.
class PlacedScene {
 public:
  /// At the start of an episode.
  void begin() { is_empty_ = true; }
  /// After each step; `seen` [agents].
  void look(std::span<const Observation> seen);

  /// Draws into a scene that is empty; `spec` and `seen` [agents] say what is there.
  void draw(const EnvironmentSpec& spec, std::span<const Observation> seen, Scene& scene) const;

 private:
  bool is_empty_ = true;  // No position was known so far.
  Vec2 min_, max_;        // Of all known positions.
};

}  // namespace saccade
