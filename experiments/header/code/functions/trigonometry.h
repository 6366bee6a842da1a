// Sine, cosine and the angle of a vector, in double precision: angles may be large.
#pragma once

namespace saccade::header_code {

constexpr double kPi = 3.14159265358979324;

struct SineCosine {
  double sine, cosine;
};

/// Of an angle in rad.  What is left of it after the nearest multiple n of pi / 2 goes into series.
inline SineCosine sine_cosine(double angle) {
  constexpr double kTurnsMost = 1e9;  // Quarter turns beyond which an angle has no digits left.
  // pi / 2 in three parts, of which n times the first two are exact.
  constexpr double kFirst = 0x1.921fb54p+0, kSecond = 0x1.10b46118p-30,
                   kThird = 0x1.313198a2e037p-61;
  const double turns = angle * (2 / kPi);
  if (!(turns < kTurnsMost && turns > -kTurnsMost)) return {0, 1};
  const long long n = static_cast<long long>(turns + (turns < 0 ? -0.5 : 0.5));
  const double whole = static_cast<double>(n);
  const double r = ((angle - whole * kFirst) - whole * kSecond) - whole * kThird;
  const double z = r * r;
  constexpr double k3 = 1.0 / 6, k5 = k3 / 20, k7 = k5 / 42, k9 = k7 / 72, k11 = k9 / 110;
  constexpr double k4 = 1.0 / 24, k6 = k4 / 30, k8 = k6 / 56, k10 = k8 / 90, k12 = k10 / 132;
  constexpr double k13 = k11 / 156, k14 = k12 / 182, k15 = k13 / 210, k16 = k14 / 240;
  const double s = k3 - z * (k5 - z * (k7 - z * (k9 - z * (k11 - z * (k13 - z * k15)))));
  const double c = k4 - z * (k6 - z * (k8 - z * (k10 - z * (k12 - z * (k14 - z * k16)))));
  const double sine = r - r * z * s, cosine = 1 - z * (0.5 - z * c);
  switch (n & 3) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

//@if angle_of
/// Of the vector (x, y) to the x axis, in [-pi, pi]; 0 of (0, 0).
inline double angle_of(double x, double y) {
  const double width = x < 0 ? -x : x, height = y < 0 ? -y : y;
  const bool steep = height > width;
  const double longer = steep ? height : width;
  if (!(longer > 0)) return 0;
  double t = (steep ? width : height) / longer;
  const bool beyond = t > 0.414213562373095049;  // tan(pi / 8); atan t = pi / 4 + atan(...)
  if (beyond) t = (t - 1) / (t + 1);
  double series = 0;
  for (int k = 33; k >= 1; k -= 2) series = 1.0 / k - t * t * series;
  double angle = t * series + (beyond ? kPi / 4 : 0);
  if (steep) angle = kPi / 2 - angle;
  if (x < 0) angle = kPi - angle;
  return y < 0 ? -angle : angle;
}

/// The angle in rad, brought into [-pi, pi].
inline double within_half_turn(double angle) {
  const double turns = angle / (2 * kPi);
  if (!(turns < 1e15 && turns > -1e15)) return 0;
  const long long n = static_cast<long long>(turns + (turns < 0 ? -0.5 : 0.5));
  return angle - static_cast<double>(n) * (2 * kPi);
}
//@end

}  // namespace saccade::header_code
