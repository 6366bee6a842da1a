#include "envs/road/numpy_normal.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace saccade {
namespace {

constexpr long double kTail =
    3.6541528853610087963519472518L;  // Where the lowest layer's tail begins.

struct Ziggurat {
  std::array<std::uint64_t, 256> inside{};  // Below it a draw is surely under the curve.
  std::array<double, 256> scale{};          // From a draw of 52 bits to the number.
  std::array<double, 256> height{};         // Of the curve at a layer's edge.
};

long double density(long double x) {
  return std::exp(-x * x / 2);
}

// Layers have equal areas.  In long double, so that each entry is the nearest double.
Ziggurat make_ziggurat() {
  constexpr long double kRange = 4503599627370496.0L;  // 2^52
  constexpr long double kRootOfHalfPi = 1.2533141373155002512078826424L;
  const long double area =
      kTail * density(kTail) + kRootOfHalfPi * std::erfc(kTail / std::sqrt(2.0L));
  Ziggurat ziggurat;
  const long double base = area / density(kTail);
  long double edge = kTail, below = kTail;
  ziggurat.inside[0] = static_cast<std::uint64_t>(edge / base * kRange);
  ziggurat.scale[0] = static_cast<double>(base / kRange);
  ziggurat.height[0] = 1;
  ziggurat.scale[255] = static_cast<double>(edge / kRange);
  ziggurat.height[255] = static_cast<double>(density(edge));
  for (std::size_t i = 254; i > 0; --i) {
    edge = std::sqrt(-2 * std::log(area / edge + density(edge)));
    ziggurat.inside[i + 1] = static_cast<std::uint64_t>(edge / below * kRange);
    below = edge;
    ziggurat.scale[i] = static_cast<double>(edge / kRange);
    ziggurat.height[i] = static_cast<double>(density(edge));
  }
  return ziggurat;
}

double from_tail(Rng& rng) {
  constexpr double kStart = static_cast<double>(kTail);
  for (;;) {
    const double x = -(1 / kStart) * std::log1p(-rng.uniform());
    const double y = -std::log1p(-rng.uniform());
    if (y + y > x * x) return kStart + x;
  }
}

}  // namespace

double numpy_normal(Rng& rng) {
  static const Ziggurat kZiggurat = make_ziggurat();
  for (;;) {
    const std::uint64_t word = rng();
    const std::size_t layer = word & 0xff;
    const bool is_negative = ((word >> 8) & 1) != 0;
    const std::uint64_t draw = (word >> 9) & 0xfffffffffffffULL;
    const double size = static_cast<double>(draw) * kZiggurat.scale[layer];
    const double x = is_negative ? -size : size;
    if (draw < kZiggurat.inside[layer]) return x;
    if (layer == 0) {
      const double tail = from_tail(rng);
      return ((draw >> 8) & 1) != 0 ? -tail : tail;
    }
    const double low = kZiggurat.height[layer], high = kZiggurat.height[layer - 1];
    if ((high - low) * rng.uniform() + low < std::exp(-0.5 * x * x)) return x;
  }
}

}  // namespace saccade
