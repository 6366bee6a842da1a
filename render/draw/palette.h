// Colours: a muted dark theme, and head colours that colour-blind people can tell apart.
#pragma once

#include <array>
#include <cstddef>

#include "envs/core/colors.h"

namespace saccade::render {

using colors::faded;

inline constexpr Color kWindowColor{15, 17, 21};
inline constexpr Color kPanelColor{23, 26, 32};
inline constexpr Color kRuleColor{44, 48, 58};
inline constexpr Color kTrackColor{40, 44, 53};
inline constexpr Color kTextColor{229, 232, 238};
inline constexpr Color kMutedColor{146, 153, 167};
inline constexpr Color kBarColor{104, 113, 130};
inline constexpr Color kAccentColor{86, 180, 233};
inline constexpr Color kMeanColor{240, 240, 235};

/// The colour of one attention head: Okabe and Ito's, and a light grey; begins again after eight.
inline Color head_color(int head) {
  constexpr std::array<Color, 8> kHeads{{colors::kSkyBlue, colors::kYellow, colors::kPurple,
                                         colors::kOrange, colors::kGreen, colors::kVermillion,
                                         colors::kBlue, Color{200, 200, 200}}};
  return kHeads[static_cast<std::size_t>(head) % kHeads.size()];
}

}  // namespace saccade::render
