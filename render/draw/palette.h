// Colours: a muted dark theme, and colours and line patterns of heads that colour-blind people can
// tell apart.
#pragma once

#include <array>
#include <cstddef>

#include "envs/core/colors.h"
#include "render/draw/drawing.h"

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

/// The colour of one attention head; begins again after eight.  Found by a search: colours that no
/// environment draws with (those of envs/core/colors.h among them), the first four as far from each
/// other as can be in both themes, also for those who lack one kind of cone.
inline Color head_color(int head) {
  constexpr std::array<Color, 8> kHeads{{{82, 133, 248},
                                         {149, 234, 49},
                                         {237, 59, 135},
                                         {248, 181, 231},
                                         {248, 137, 173},
                                         {207, 150, 241},
                                         {130, 152, 33},
                                         {226, 246, 169}}};
  return kHeads[static_cast<std::size_t>(head) % kHeads.size()];
}

/// The pattern of its lines; where the colours begin again, the patterns begin one later.
inline LinePattern head_pattern(int head) {
  return static_cast<LinePattern>((head + head / 8) % 4);
}

}  // namespace saccade::render
