// How far colours are apart for people, those who lack one kind of cone among them.
#pragma once

#include <array>
#include <cmath>

#include "envs/core/scene.h"

namespace saccade::render {

enum class Sight { kAll, kProtanopia, kDeuteranopia, kTritanopia };
inline constexpr std::array<Sight, 4> kSights{Sight::kAll, Sight::kProtanopia, Sight::kDeuteranopia,
                                              Sight::kTritanopia};

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

inline Triple product(const Matrix& m, const Triple& x) {
  Triple y{};
  for (std::size_t i = 0; i < 3; ++i) y[i] = m[i][0] * x[0] + m[i][1] * x[1] + m[i][2] * x[2];
  return y;
}

inline double linear_part(std::uint8_t part) {
  const double c = part / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

inline Triple linear_of(Color c) {
  return {linear_part(c.r), linear_part(c.g), linear_part(c.b)};
}

/// Machado, Oliveira & Fernandes (2009), table 1, severity 1; of linear sRGB.
inline Triple as_seen(Color color, Sight sight) {
  constexpr Matrix kProtan{{{0.152286, 1.052583, -0.204868},
                            {0.114503, 0.786281, 0.099216},
                            {-0.003882, -0.048116, 1.051998}}};
  constexpr Matrix kDeutan{{{0.367322, 0.860646, -0.227968},
                            {0.280085, 0.672501, 0.047413},
                            {-0.011820, 0.042940, 0.968881}}};
  constexpr Matrix kTritan{{{1.255528, -0.076749, -0.178779},
                            {-0.078411, 0.930809, 0.147602},
                            {0.004733, 0.691367, 0.303900}}};
  Triple seen = linear_of(color);
  if (sight == Sight::kProtanopia) seen = product(kProtan, seen);
  if (sight == Sight::kDeuteranopia) seen = product(kDeutan, seen);
  if (sight == Sight::kTritanopia) seen = product(kTritan, seen);
  for (double& part : seen) part = std::min(std::max(part, 0.0), 1.0);
  return seen;
}

/// Lightness, a, b (Ottosson 2020) of linear sRGB.
inline Triple lab_of(const Triple& linear) {
  constexpr Matrix kCones{{{0.4122214708, 0.5363325363, 0.0514459929},
                           {0.2119034982, 0.6806995451, 0.1073969566},
                           {0.0883024619, 0.2817188376, 0.6299787005}}};
  constexpr Matrix kLab{{{0.2104542553, 0.7936177850, -0.0040720468},
                         {1.9779984951, -2.4285922050, 0.4505937099},
                         {0.0259040371, 0.7827717662, -0.8086757660}}};
  Triple cones = product(kCones, linear);
  for (double& part : cones) part = std::cbrt(part);
  return product(kLab, cones);
}

/// In OKLab; black and white are 1 apart.
inline double apart(Color a, Color b, Sight sight = Sight::kAll) {
  const Triple x = lab_of(as_seen(a, sight));
  const Triple y = lab_of(as_seen(b, sight));
  return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/// WCAG 2: 1 to 21.
inline double contrast(Color a, Color b) {
  const auto luminance = [](Color c) {
    const Triple l = linear_of(c);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
  };
  const double x = luminance(a);
  const double y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace saccade::render
