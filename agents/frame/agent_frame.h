// From the world's frame into the agent's own: what environments declare as points, directions and
// angles, as the agent sees it from where it is.
//
//   point      p' = R (p - p_self)           R rotates by minus the agent's heading h,
//   direction  v' = R v                      (x, y) -> (x cos h + y sin h, y cos h - x sin h)
//   angle      a' = a - h, in [-pi, pi]
//
// A policy that reads this acts alike wherever it is and whichever way it faces.  It is the first
// thing that happens to an observation: statistics, rollouts and networks know nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "envs/core/observation.h"
#include "envs/core/observation_space.h"

namespace saccade {

/// In which frame a policy reads what it sees.
enum class ObservationFrame {
  kWorld,     ///< As the environment gives it.
  kPosition,  ///< Points as seen from the agent; R = 1.
  kPose,      ///< Rotated, too, so that the agent faces along x.
};

/// "world", "position", "pose".
constexpr const char* name_of(ObservationFrame frame) {
  constexpr const char* kNames[] = {"world", "position", "pose"};
  return kNames[static_cast<std::size_t>(frame)];
}

/// Where an agent is, world units, and cosine and sine of its heading.
struct AgentPose {
  double x = 0, y = 0;
  double cosine = 1, sine = 0;
};

/// Does nothing in the frame kWorld.
class AgentFrame {
 public:
  /// Of spaces that check_frame accepts.
  AgentFrame(const ObservationSpace& space, ObservationFrame frame);

  bool moves() const { return frame_ != ObservationFrame::kWorld; }
  bool rotates() const { return frame_ == ObservationFrame::kPose; }

  /// What the agent's own features say; in the frame kPosition without heading.  A heading whose
  /// cosine and sine are both 0 is 0.
  AgentPose pose_of(const Observation& seen) const;

  /// Replaces features of entities of a type, rows [entities x features].
  void to_agent(std::size_t type, const AgentPose& pose, std::span<float> rows) const;

 private:
  struct Group {
    Geometry::Kind kind;
    std::size_t x, y;  // Features; the same one twice of an angle in rad.
    std::array<double, 2> unit;
  };
  struct Type {
    std::size_t width;
    std::vector<Group> groups;
  };

  static Type resolve(const EntityType& type);
  void move(const Group& group, const AgentPose& pose, float* row) const;

  ObservationFrame frame_;
  std::vector<Type> types_;
};

/// Rotates motions [tokens x 4] (x, y and their rates of change), as seen from the agent's place,
/// into its frame.
void rotate_motions(const AgentPose& pose, std::span<float> motions);

}  // namespace saccade
