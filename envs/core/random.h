// Random numbers that are the same on every platform.
//
// The generator is PCG64 (O'Neill 2014, XSL-RR 128/64) seeded through NumPy's SeedSequence, and
// `uniform` and `integers` consume it as numpy.random.Generator does.  An environment that draws in
// the order of its published original therefore starts from the same states as the original.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

namespace saccade {

/// Mixes the parts of an address (run seed, environment, episode, ...) into one well-spread seed
/// (the SplitMix64 finaliser, Steele et al. 2014).
inline std::uint64_t derive_seed(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t seed = 0;
  for (const std::uint64_t part : parts) {
    std::uint64_t z = (seed ^ part) + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    seed = z ^ (z >> 31);
  }
  return seed;
}

namespace detail {

/// The natural logarithm of a positive, normal number, to within 1e-15 of its size.  It is made of
/// IEEE 754 operations alone, and of no sum of products that a compiler may fuse or not, so that it
/// has the same bits on every platform; those of std::log differ.
inline double portable_log(double x) {
  constexpr double kRootOfHalf = 0x1.6a09e667f3bcdp-1;
  constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;
  int exponent = 0;
  double m = std::frexp(x, &exponent);
  if (m < kRootOfHalf) {  // x = m 2^exponent with m in [sqrt(1/2), sqrt(2)).
    m *= 2;
    --exponent;
  }
  const double s = (m - 1) / (m + 1);  // log(m) = 2 atanh(s) = 2 s (1 + s^2 / 3 + s^4 / 5 + ...)
  const double power = exponent;
  double series = 1.0 / 23;
  for (int k = 21; k > 0; k -= 2) series = std::fma(series, s * s, 1.0 / k);
  return std::fma(power, kLn2High, std::fma(power, kLn2Low, 2 * s * series));
}

}  // namespace detail

/// numpy.random.Generator(PCG64(seed)); also a UniformRandomBitGenerator for Boost.Random.
class Rng {
 public:
  using result_type = std::uint64_t;

  explicit Rng(std::uint64_t seed = 0) { this->seed(seed); }

  void seed(std::uint64_t seed) {
    const std::array<std::uint32_t, 4> pool = entropy_pool(seed);
    std::array<std::uint64_t, 4> words{};
    std::uint32_t hash = 0x8b51f9dd;
    for (std::size_t i = 0; i < 8; ++i) {
      std::uint32_t v = pool[i % 4] ^ hash;
      hash *= 0x58f38ded;
      v *= hash;
      v ^= v >> 16;
      words[i / 2] |= std::uint64_t{v} << (32 * (i % 2));
    }
    increment_ = (((Wide{words[2]} << 64) | words[3]) << 1) | 1;
    state_ = 0;
    advance();
    state_ += (Wide{words[0]} << 64) | words[1];
    advance();
    has_half_ = false;
  }

  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }

  /// The next 64 random bits.
  std::uint64_t operator()() {
    advance();
    const auto high = static_cast<std::uint64_t>(state_ >> 64);
    const std::uint64_t mixed = high ^ static_cast<std::uint64_t>(state_);
    const unsigned rotation = static_cast<unsigned>(high >> 58);
    return (mixed >> rotation) | (mixed << ((64 - rotation) & 63));
  }

  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform integer in [low, high), as Generator.integers draws it (Lemire 2019).
  /// high - low must lie in [1, 2^32); a range of one value consumes nothing.
  std::int64_t integers(std::int64_t low, std::int64_t high) {
    const auto count = static_cast<std::uint32_t>(high - low);
    if (count <= 1) return low;
    std::uint64_t product = std::uint64_t{next32()} * count;
    const std::uint32_t threshold = (0U - count) % count;
    while (static_cast<std::uint32_t>(product) < threshold) {
      product = std::uint64_t{next32()} * count;
    }
    return low + static_cast<std::int64_t>(product >> 32);
  }

  /// Standard normal, by the polar method (Marsaglia & Bray 1964), with the same bits on every
  /// platform: sqrt is exact by IEEE 754, and the logarithm is our own.  It is not NumPy's.  The
  /// second number that the method gives is dropped, so that no state waits for the next call.
  double normal() {
    double u = 0, square = 0;
    do {
      u = uniform(-1, 1);
      const double v = uniform(-1, 1);
      square = std::fma(u, u, v * v);
    } while (square >= 1 || square == 0);
    return u * std::sqrt(-2 * detail::portable_log(square) / square);
  }

  /// The whole state as six words, to be saved and restored.
  std::array<std::uint64_t, 6> save() const {
    return {static_cast<std::uint64_t>(state_ >> 64),
            static_cast<std::uint64_t>(state_),
            static_cast<std::uint64_t>(increment_ >> 64),
            static_cast<std::uint64_t>(increment_),
            std::uint64_t{has_half_},
            std::uint64_t{half_}};
  }
  void restore(const std::array<std::uint64_t, 6>& words) {
    state_ = (Wide{words[0]} << 64) | words[1];
    increment_ = (Wide{words[2]} << 64) | words[3];
    has_half_ = words[4] != 0;
    half_ = static_cast<std::uint32_t>(words[5]);
  }

 private:
  __extension__ using Wide = unsigned __int128;

  void advance() {
    constexpr Wide kMultiplier = (Wide{0x2360ED051FC65DA4ULL} << 64) | 0x4385DF649FCCF645ULL;
    state_ = state_ * kMultiplier + increment_;
  }

  // Half of a 64-bit draw; the other half waits for the next call.
  std::uint32_t next32() {
    if (has_half_) {
      has_half_ = false;
      return half_;
    }
    const std::uint64_t word = (*this)();
    has_half_ = true;
    half_ = static_cast<std::uint32_t>(word >> 32);
    return static_cast<std::uint32_t>(word);
  }

  static std::array<std::uint32_t, 4> entropy_pool(std::uint64_t seed) {
    std::uint32_t hash = 0x43b0d7e5;
    const auto hashmix = [&hash](std::uint32_t v) {
      v ^= hash;
      hash *= 0x931e8875;
      v *= hash;
      return v ^ (v >> 16);
    };
    const auto mix = [](std::uint32_t x, std::uint32_t y) {
      const std::uint32_t r = 0xca01f9ddU * x - 0x4973f715U * y;
      return r ^ (r >> 16);
    };
    std::array<std::uint32_t, 4> pool = {static_cast<std::uint32_t>(seed),
                                         static_cast<std::uint32_t>(seed >> 32), 0, 0};
    for (auto& word : pool) word = hashmix(word);
    for (std::size_t from = 0; from < 4; ++from) {
      for (std::size_t to = 0; to < 4; ++to) {
        if (from != to) pool[to] = mix(pool[to], hashmix(pool[from]));
      }
    }
    return pool;
  }

  Wide state_ = 0;
  Wide increment_ = 1;
  bool has_half_ = false;
  std::uint32_t half_ = 0;
};

}  // namespace saccade
