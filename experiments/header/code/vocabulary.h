// What the structs of an observation are made from.
#pragma once

#include <cstddef>

namespace saccade::header_code {

/// What became of an observation.
enum class Status {
  kOk,             ///< There is a decision.
  kTooManyTokens,  ///< More entities, rays and patches than the policy has room for.
  kNoReading,      ///< A sensor that has to read gave nothing.
};

/// Entities of one type, any number of them.
template <class Entity>
struct Entities {
  const Entity* data = nullptr;
  std::size_t count = 0;

  constexpr Entities() = default;
  constexpr Entities(const Entity* first, std::size_t size) : data(first), count(size) {}
  template <std::size_t kCount>
  constexpr Entities(const Entity (&array)[kCount]) : data(array), count(kCount) {}
};

//@if motion
/// A place or a velocity in the plane of the world; unknown unless it is given.
struct Vector {
  float x = 0, y = 0;
  bool known = false;

  constexpr Vector() = default;
  constexpr Vector(float x_value, float y_value) : x(x_value), y(y_value), known(true) {}
};
//@end

}  // namespace saccade::header_code
