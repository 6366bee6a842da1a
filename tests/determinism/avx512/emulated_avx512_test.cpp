// The emulated intrinsics lane by lane against plain code.
#if defined(__AVX2__) && defined(__FMA__)
#include "determinism/avx512/emulated_avx512.h"

#include <boost/random/mersenne_twister.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

#pragma GCC diagnostic ignored "-Wignored-attributes"
#pragma GCC diagnostic ignored "-Wpsabi"

namespace {

namespace emulated = saccade::testing::avx512;

using Random = boost::random::mt19937_64;

template <class T>
using Array = std::array<T, 64 / sizeof(T)>;
template <class T>
using Register =
    std::conditional_t<std::is_same_v<T, float>, __m512,
                       std::conditional_t<std::is_same_v<T, double>, __m512d, __m512i>>;
template <class T>
using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// At the edges, halves of whole numbers, a full mantissa of everyday size, or any bits at all.
template <class T>
T draw(Random& random) {
  using Limits = std::numeric_limits<T>;
  constexpr T kEdges[] = {T(0),
                          T(-0.0),
                          Limits::infinity(),
                          -Limits::infinity(),
                          Limits::max(),
                          Limits::lowest(),
                          Limits::min(),
                          Limits::denorm_min(),
                          T(2147483648.0),
                          T(-2147483648.0),
                          Limits::quiet_NaN()};
  const auto number = static_cast<std::int64_t>(random());
  switch (random() % 8) {
    case 0:
      return kEdges[static_cast<std::uint64_t>(number) % std::size(kEdges)];
    case 1:
      return static_cast<T>(number % 64) / 2;
    case 2:
      return std::bit_cast<T>(static_cast<Bits<T>>(number));
    default:
      return static_cast<T>(std::ldexp(static_cast<double>(number), -62));
  }
}

template <class T>
Array<T> draw_array(Random& random) {
  Array<T> values;
  for (T& value : values) {
    if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(random());
    } else {
      value = draw<T>(random);
    }
  }
  return values;
}

/// The same bits; which of two NaNs an operation hands on is not said.
template <class T>
bool same(T a, T b) {
  return std::bit_cast<Bits<T>>(a) == std::bit_cast<Bits<T>>(b) || (a != a && b != b);
}

/// Calls wide(a, b, c) with registers, lane(a, b, c) with their lanes.
template <class T, class Wide, class Lane>
void compare(Wide wide, Lane lane) {
  Random random(1);
  for (int round = 0; round < 1000; ++round) {
    const auto a = draw_array<T>(random), b = draw_array<T>(random), c = draw_array<T>(random);
    const auto found =
        std::bit_cast<Array<T>>(wide(std::bit_cast<Register<T>>(a), std::bit_cast<Register<T>>(b),
                                     std::bit_cast<Register<T>>(c)));
    for (std::size_t i = 0; i < a.size(); ++i) {
      const T expected = lane(a[i], b[i], c[i]);
      INFO("lane " << i << ": " << a[i] << ", " << b[i] << ", " << c[i] << " give " << found[i]
                   << ", not " << expected);
      if (!same<T>(found[i], expected)) FAIL();
    }
  }
}

// `call` and `lane` are expressions of a, b and c.
#define SACCADE_COMPARE(T, call, lane)                                   \
  compare<T>(                                                            \
      []([[maybe_unused]] const auto& a, [[maybe_unused]] const auto& b, \
         [[maybe_unused]] const auto& c) { return emulated::call; },     \
      []([[maybe_unused]] T a, [[maybe_unused]] T b, [[maybe_unused]] T c) -> T { return lane; })
#define SACCADE_COMPARE_BOTH(name, arguments, lane)  \
  SACCADE_COMPARE(float, name##_ps arguments, lane); \
  SACCADE_COMPARE(double, name##_pd arguments, lane)

TEST_CASE("emulated AVX-512: arithmetic rounds each lane once", "[avx512]") {
  SACCADE_COMPARE_BOTH(add, (a, b), a + b);
  SACCADE_COMPARE_BOTH(sub, (a, b), a - b);
  SACCADE_COMPARE_BOTH(mul, (a, b), a * b);
  SACCADE_COMPARE_BOTH(div, (a, b), a / b);
  SACCADE_COMPARE_BOTH(sqrt, (a), std::sqrt(a));
  SACCADE_COMPARE_BOTH(fmadd, (a, b, c), std::fma(a, b, c));
  SACCADE_COMPARE_BOTH(fnmadd, (a, b, c), std::fma(-a, b, c));
}

TEST_CASE("emulated AVX-512: of a NaN or two zeros, min and max take the second", "[avx512]") {
  SACCADE_COMPARE_BOTH(min, (a, b), a < b ? a : b);
  SACCADE_COMPARE_BOTH(max, (a, b), a > b ? a : b);
}

TEST_CASE("emulated AVX-512: rounds to whole numbers", "[avx512]") {
  SACCADE_COMPARE_BOTH(roundscale_round, <_MM_FROUND_TO_NEAREST_INT>(a), std::nearbyint(a));
  SACCADE_COMPARE_BOTH(roundscale_round, <_MM_FROUND_TO_ZERO>(a), std::trunc(a));
  SACCADE_COMPARE_BOTH(roundscale_round, <_MM_FROUND_TO_NEG_INF>(a), std::floor(a));
  SACCADE_COMPARE_BOTH(roundscale_round, <_MM_FROUND_TO_POS_INF>(a), std::ceil(a));
}

/// Lanes that are 1 where the mask has a bit.
Array<float> lanes_of(__mmask16 mask) {
  return std::bit_cast<Array<float>>(
      emulated::mask_blend_ps(mask, emulated::set1_ps(0), emulated::set1_ps(1)));
}
Array<double> lanes_of(__mmask8 mask) {
  return std::bit_cast<Array<double>>(
      emulated::mask_blend_pd(mask, emulated::set1_pd(0), emulated::set1_pd(1)));
}

template <int kPredicate, class Lane>
void compare_predicate(Lane lane) {
  compare<float>([](const __m512& a, const __m512& b,
                    const auto&) { return lanes_of(emulated::cmp_ps_mask<kPredicate>(a, b)); },
                 [=](float a, float b, float) { return lane(a, b) ? 1.0F : 0.0F; });
  compare<double>([](const __m512d& a, const __m512d& b,
                     const auto&) { return lanes_of(emulated::cmp_pd_mask<kPredicate>(a, b)); },
                  [=](double a, double b, double) { return lane(a, b) ? 1.0 : 0.0; });
}

TEST_CASE("emulated AVX-512: comparisons, and lanes chosen by them", "[avx512]") {
  compare_predicate<_CMP_EQ_OQ>([](auto a, auto b) { return a == b; });
  compare_predicate<_CMP_NEQ_OQ>([](auto a, auto b) { return a < b || a > b; });
  compare_predicate<_CMP_LT_OQ>([](auto a, auto b) { return a < b; });
  compare_predicate<_CMP_LE_OQ>([](auto a, auto b) { return a <= b; });
  compare_predicate<_CMP_GT_OQ>([](auto a, auto b) { return a > b; });
  compare_predicate<_CMP_GE_OQ>([](auto a, auto b) { return a >= b; });
  compare_predicate<_CMP_UNORD_Q>([](auto a, auto b) { return a != a || b != b; });
}

template <class T, class Load, class Store>
void check_parts(Load load, Store store) {
  Random random(1);
  for (std::size_t count = 0; count <= Array<T>().size(); ++count) {
    const auto all = draw_array<T>(random), otherwise = draw_array<T>(random);
    const std::vector<T> part(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    const auto mask = (1U << count) - 1;  // The address sanitizer watches the end of `part`.
    const auto loaded =
        std::bit_cast<Array<T>>(load(std::bit_cast<Register<T>>(otherwise), mask, part.data()));
    std::vector<T> stored(count);
    store(stored.data(), mask, std::bit_cast<Register<T>>(all));
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(same(loaded[i], i < count ? all[i] : otherwise[i]));
      if (i < count) CHECK(same(stored[i], all[i]));
    }
  }
}

TEST_CASE("emulated AVX-512: a mask leaves other lanes and memory alone", "[avx512]") {
  check_parts<float>(
      [](const __m512& fill, unsigned mask, const float* p) {
        return emulated::mask_loadu_ps(fill, static_cast<__mmask16>(mask), p);
      },
      [](float* p, unsigned mask, const __m512& a) {
        emulated::mask_storeu_ps(p, static_cast<__mmask16>(mask), a);
      });
  check_parts<double>(
      [](const __m512d& fill, unsigned mask, const double* p) {
        return emulated::mask_loadu_pd(fill, static_cast<__mmask8>(mask), p);
      },
      [](double* p, unsigned mask, const __m512d& a) {
        emulated::mask_storeu_pd(p, static_cast<__mmask8>(mask), a);
      });
}

TEST_CASE("emulated AVX-512: integers", "[avx512]") {
  SACCADE_COMPARE(std::uint32_t, add_epi32(a, b), a + b);
  SACCADE_COMPARE(std::uint64_t, add_epi64(a, b), a + b);
  SACCADE_COMPARE(std::uint32_t, and_epi32(a, b), a & b);
  SACCADE_COMPARE(std::uint64_t, and_epi64(a, b), a & b);
  SACCADE_COMPARE(std::uint64_t, and_si512(a, b), a & b);
  SACCADE_COMPARE(std::uint64_t, xor_si512(a, b), a ^ b);
  SACCADE_COMPARE(std::uint32_t, slli_epi32(a, 23), a << 23);
  SACCADE_COMPARE(std::uint32_t, slli_epi32(a, 32), 0);
  SACCADE_COMPARE(std::uint64_t, slli_epi64(a, 52), a << 52);
  SACCADE_COMPARE(std::uint64_t, slli_epi64(a, 64), 0);
  SACCADE_COMPARE(std::uint32_t, set1_epi32(-7), static_cast<std::uint32_t>(-7));
  SACCADE_COMPARE(std::uint64_t, set1_epi64(-7), static_cast<std::uint64_t>(-7));
  // What no int can be becomes the least one.
  SACCADE_COMPARE(float, castsi512_ps(emulated::cvttps_epi32(a)),
                  std::bit_cast<float>(a >= -0x1p31F && a < 0x1p31F ? static_cast<std::int32_t>(a)
                                                                    : INT32_MIN));
}

/// The lanes' numbers in the order in which `move` leaves them; those of its second argument
/// start at 8.
template <class Move>
Array<double> order_of(Move move) {
  Array<double> a, b;
  std::iota(a.begin(), a.end(), 0);
  std::iota(b.begin(), b.end(), 8);
  return std::bit_cast<Array<double>>(move(std::bit_cast<__m512d>(a), std::bit_cast<__m512d>(b)));
}

TEST_CASE("emulated AVX-512: lanes moved", "[avx512]") {
  using Order = Array<double>;
  CHECK(order_of(emulated::unpacklo_pd) == Order{0, 8, 2, 10, 4, 12, 6, 14});
  CHECK(order_of(emulated::unpackhi_pd) == Order{1, 9, 3, 11, 5, 13, 7, 15});
  CHECK(order_of(emulated::shuffle_pd<0b01011001>) == Order{1, 8, 2, 11, 5, 12, 7, 14});
  const auto insert = []<int kTo, int kFrom>(const __m512d& a, const __m512d& b,
                                             std::integer_sequence<int, kTo, kFrom>) {
    return emulated::insertf64x4<kTo>(a, emulated::extractf64x4_pd<kFrom>(b));
  };
  CHECK(order_of([=](const __m512d& a, const __m512d& b) {
          return insert(a, b, std::integer_sequence<int, 0, 1>());
        }) == Order{12, 13, 14, 15, 4, 5, 6, 7});
  CHECK(order_of([=](const __m512d& a, const __m512d& b) {
          return insert(a, b, std::integer_sequence<int, 1, 0>());
        }) == Order{0, 1, 2, 3, 8, 9, 10, 11});
}

TEST_CASE("emulated AVX-512: registers to memory and back", "[avx512]") {
  alignas(64) Array<float> floats;
  alignas(64) Array<double> doubles;
  std::iota(floats.begin(), floats.end(), 0.0F);
  std::iota(doubles.begin(), doubles.end(), 0.0);
  alignas(64) Array<float> copied_floats{};
  alignas(64) Array<double> copied_doubles{};
  emulated::store_ps(copied_floats.data(), emulated::load_ps(floats.data()));
  emulated::store_pd(copied_doubles.data(), emulated::load_pd(doubles.data()));
  CHECK(copied_floats == floats);
  CHECK(copied_doubles == doubles);
  emulated::storeu_ps(copied_floats.data(),
                      emulated::castsi512_ps(emulated::load_si512(doubles.data())));
  CHECK(std::bit_cast<Array<double>>(copied_floats) == doubles);
  emulated::storeu_pd(copied_doubles.data(), emulated::set1_pd(3));
  CHECK(copied_doubles == Array<double>{3, 3, 3, 3, 3, 3, 3, 3});
}

}  // namespace
#endif
