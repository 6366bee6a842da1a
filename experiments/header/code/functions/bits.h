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

}  // namespace saccade::header_code
