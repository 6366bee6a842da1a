// Colours: a muted dark theme, and head colours that colour-blind people can tell apart.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "envs/core/scene.h"

namespace saccade::render {

inline constexpr Color kWindowColor{15, 17, 21};
inline constexpr Color kPanelColor{23, 26, 32};
inline constexpr Color kRuleColor{44, 48, 58};
inline constexpr Color kTrackColor{40, 44, 53};
inline constexpr Color kTextColor{229, 232, 238};
inline constexpr Color kMutedColor{146, 153, 167};
inline constexpr Color kBarColor{104, 113, 130};
inline constexpr Color kAccentColor{86, 180, 233};
inline constexpr Color kMeanColor{240, 240, 235};

/// The colour of one attention head: Okabe and Ito, "Color Universal Design" (2008), black replaced
/// by a light grey for the dark ground; begins again after eight.
inline Color head_color(int head) {
  constexpr std::array<Color, 8> kOkabeIto{{{86, 180, 233},
                                            {240, 228, 66},
                                            {204, 121, 167},
                                            {230, 159, 0},
                                            {0, 158, 115},
                                            {213, 94, 0},
                                            {0, 114, 178},
                                            {200, 200, 200}}};
  return kOkabeIto[static_cast<std::size_t>(head) % kOkabeIto.size()];
}

/// The colour with its opacity multiplied by `opacity`, which is cut to [0, 1].
inline Color faded(Color color, float opacity) {
  const float alpha = static_cast<float>(color.a) * std::clamp(opacity, 0.0F, 1.0F);
  color.a = static_cast<std::uint8_t>(std::lround(alpha));
  return color;
}

}  // namespace saccade::render
