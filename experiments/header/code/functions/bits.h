// Numbers as their bits, and back.
#pragma once

#include <cstddef>
#include <cstdint>

namespace saccade::header_code {

/// The bits of a number as another type of the same size: std::bit_cast of C++20.
template <class To, class From>
inline To bits_as(From from) {
  static_assert(sizeof(To) == sizeof(From), "a type of the same size");
  To to{};
#if defined(__GNUC__)
  __builtin_memcpy(&to, &from, sizeof(To));
#else
  const unsigned char* const source = reinterpret_cast<const unsigned char*>(&from);
  unsigned char* const target = reinterpret_cast<unsigned char*>(&to);
  for (std::size_t i = 0; i < sizeof(To); ++i) target[i] = source[i];
#endif
  return to;
}

/// The first number if the condition holds, else the second, without a branch: then loops can be
/// made of vectors.
inline float choose_number(bool condition, float first, float second) {
  const std::uint32_t mask = 0U - static_cast<std::uint32_t>(condition);
  return bits_as<float>((bits_as<std::uint32_t>(first) & mask) |
                        (bits_as<std::uint32_t>(second) & ~mask));
}

}  // namespace saccade::header_code
