// Where tokens are and how they move.
#pragma once

#include <cstddef>
#include <cstdint>

//@if pose
#include "experiments/header/code/frame.h"
//@end
//@if rays
#include "experiments/header/code/functions/trigonometry.h"
//@end
#include "experiments/header/code/vocabulary.h"
#include "experiments/header/code/work.h"

namespace saccade::header_code {

constexpr std::uint8_t kPlaceKnown = 1, kVelocityKnown = 2;

inline bool is_known(const Vector& vector) {
  return vector.known && vector.x - vector.x == 0 && vector.y - vector.y == 0;
}

/// Far from the world's origin places have not enough digits to compare distances: they are kept as
/// seen from the agent, or from (0, 0) if it has no place.
inline Vector origin_of(const Vector& agent) {
  return is_known(agent) ? agent : Vector(0, 0);
}

/// The place of a token, as seen from the origin; its velocity is unknown until it is set.
inline void set_place(const Work& work, std::size_t token, const Vector& place) {
  float* const motion = work.motion + 4 * token;
  const bool known = is_known(place);
  work.known[token] = known ? kPlaceKnown : 0;
  for (std::size_t i = 0; i < 4; ++i) motion[i] = 0;
  if (!known) return;
  motion[0] = place.x;
  motion[1] = place.y;
}

//@if velocities
inline void set_velocity(const Work& work, std::size_t token, const Vector& velocity) {
  if (!is_known(velocity)) return;
  float* const motion = work.motion + 4 * token + 2;
  work.known[token] |= kVelocityKnown;
  motion[0] = velocity.x;
  motion[1] = velocity.y;
}
//@end

inline Vector difference(const Vector& to, const Vector& from) {
  return is_known(to) ? Vector(to.x - from.x, to.y - from.y) : Vector();
}

//@if rays
/// Where a ray ends: (along, across) is its direction from that of the fan.
inline Vector ray_end(const Vector& from, const SineCosine& heading, float distance, float along,
                      float across) {
  const float c = static_cast<float>(heading.cosine), s = static_cast<float>(heading.sine);
  return {from.x + distance * (c * along - s * across),
          from.y + distance * (s * along + c * across)};
}
//@end

//@if pose
/// All of it as the agent sees it.
inline void turn_motions(const Work& work, std::size_t tokens, const OwnPose& pose) {
  for (std::size_t i = 0; i < 2 * tokens; ++i) turn(pose, work.motion + 2 * i);
}
//@end

}  // namespace saccade::header_code
