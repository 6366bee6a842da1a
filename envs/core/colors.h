// Colours for pictures: a palette that colour-blind people tell apart, on a dark ground.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "envs/core/scene.h"

namespace saccade::colors {

// Okabe and Ito, "Color Universal Design" (2008), without black.
inline constexpr Color kOrange{230, 159, 0};
inline constexpr Color kSkyBlue{86, 180, 233};
inline constexpr Color kGreen{0, 158, 115};
inline constexpr Color kYellow{240, 228, 66};
inline constexpr Color kBlue{0, 114, 178};
inline constexpr Color kVermillion{213, 94, 0};
inline constexpr Color kPurple{204, 121, 167};

inline constexpr Color kInk{14, 16, 20};
inline constexpr Color kWhite{245, 247, 250};

/// The colour with its opacity multiplied by `opacity`, which is limited to [0, 1].
inline Color faded(Color color, double opacity) {
  const double alpha = static_cast<double>(color.a) * std::clamp(opacity, 0.0, 1.0);
  color.a = static_cast<std::uint8_t>(std::lround(alpha));
  return color;
}

}  // namespace saccade::colors
