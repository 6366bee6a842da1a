// Groups of numbers that the processor treats at once, and how an array is cut into them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <xsimd/xsimd.hpp>

#include "nn/kernels/neon.h"

/// Before a loop whose count the compiler knows: unrolled entirely, so that its arrays of lanes
/// live in registers.
#define SACCADE_UNROLL _Pragma("GCC unroll 16")

namespace saccade::nn {

template <class T>
using Lanes = xsimd::batch<T>;
template <class T>
inline constexpr int kLanes = static_cast<int>(Lanes<T>::size);

/// The least multiple of kLanes that is not less than n.
template <class T>
constexpr int whole_lanes(int n) {
  return (n + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
}

#if defined(__AVX2__) && !defined(__AVX512F__)
/// All bits of the first `count` of kCount integers set.
template <class Integer, std::size_t kCount>
inline __m256i first_lanes(int count) {
  static constexpr std::array<Integer, 2 * kCount> kMask = [] {
    std::array<Integer, 2 * kCount> mask{};
    std::fill_n(mask.begin(), kCount, Integer{-1});
    return mask;
  }();
  return _mm256_loadu_si256(
      reinterpret_cast<const __m256i*>(kMask.data() + kCount - static_cast<std::size_t>(count)));
}
#endif

/// p[0] ... p[count - 1], then `fill`; 0 < count < kLanes.  Reads nothing beyond.
template <class T>
inline Lanes<T> load_part(const T* p, int count, const Lanes<T>& fill) {
#ifdef __AVX512F__
  // xsimd has no masked loads; the general way below costs a stalled load.
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 16) {
    return _mm512_mask_loadu_ps(fill, static_cast<__mmask16>((1U << count) - 1), p);
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 8) {
    return _mm512_mask_loadu_pd(fill, static_cast<__mmask8>((1U << count) - 1), p);
  }
#elif defined(__AVX2__)
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 8) {
    const __m256i mask = first_lanes<std::int32_t, 8>(count);
    return _mm256_blendv_ps(fill, _mm256_maskload_ps(p, mask), _mm256_castsi256_ps(mask));
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 4) {
    const __m256i mask = first_lanes<std::int64_t, 4>(count);
    return _mm256_blendv_pd(fill, _mm256_maskload_pd(p, mask), _mm256_castsi256_pd(mask));
  }
#endif
  alignas(64) std::array<T, Lanes<T>::size> part;
  fill.store_aligned(part.data());
  for (int i = 0; i < count; ++i) part[static_cast<std::size_t>(i)] = p[i];
  return Lanes<T>::load_aligned(part.data());
}

/// The first `count` lanes to p[0] ... p[count - 1]; 0 < count < kLanes.  Writes nothing beyond.
template <class T>
inline void store_part(const Lanes<T>& lanes, int count, T* p) {
#ifdef __AVX512F__
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 16) {
    return _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1U << count) - 1), lanes);
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 8) {
    return _mm512_mask_storeu_pd(p, static_cast<__mmask8>((1U << count) - 1), lanes);
  }
#elif defined(__AVX2__)
  // Masked stores are slow on some processors: halves, quarters and single lanes instead.
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 8) {
    __m128 left = _mm256_castps256_ps128(lanes);
    if ((count & 4) != 0) {
      _mm_storeu_ps(p, left);
      left = _mm256_extractf128_ps(lanes, 1);
      p += 4;
    }
    if ((count & 2) != 0) {
      _mm_storel_pi(reinterpret_cast<__m64*>(p), left);
      left = _mm_movehl_ps(left, left);
      p += 2;
    }
    if ((count & 1) != 0) _mm_store_ss(p, left);
    return;
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 4) {
    __m128d left = _mm256_castpd256_pd128(lanes);
    if ((count & 2) != 0) {
      _mm_storeu_pd(p, left);
      left = _mm256_extractf128_pd(lanes, 1);
      p += 2;
    }
    if ((count & 1) != 0) _mm_store_sd(p, left);
    return;
  }
#endif
  alignas(64) std::array<T, Lanes<T>::size> part;
  lanes.store_aligned(part.data());
  for (int i = 0; i < count; ++i) p[i] = part[static_cast<std::size_t>(i)];
}

/// a b + c, rounded once where the processor can.
template <class T>
inline Lanes<T> multiply_add(const Lanes<T>& a, const Lanes<T>& b, const Lanes<T>& c) {
#ifdef __AVX512F__
  // xsimd 8 multiplies and adds apart on these registers.
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 16) {
    return _mm512_fmadd_ps(a, b, c);
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 8) {
    return _mm512_fmadd_pd(a, b, c);
  }
#endif
  return xsimd::fma(a, b, c);
}

/// c - a b, likewise.
template <class T>
inline Lanes<T> subtract_product(const Lanes<T>& a, const Lanes<T>& b, const Lanes<T>& c) {
#ifdef __AVX512F__
  if constexpr (std::is_same_v<T, float> && kLanes<T> == 16) {
    return _mm512_fnmadd_ps(a, b, c);
  } else if constexpr (std::is_same_v<T, double> && kLanes<T> == 8) {
    return _mm512_fnmadd_pd(a, b, c);
  }
#endif
  return xsimd::fnma(a, b, c);
}

/// Elements [begin, begin + kLanes) of arrays.
template <class T>
struct WholeGroup {
  int begin = 0;

  Lanes<T> load(const T* p) const { return Lanes<T>::load_unaligned(p + begin); }
  Lanes<T> load(const T* p, const Lanes<T>& /*fill*/) const { return load(p); }
  void store(const Lanes<T>& lanes, T* p) const { lanes.store_unaligned(p + begin); }
};

/// Elements [begin, begin + count) of arrays, fewer than kLanes.
template <class T>
struct PartGroup {
  int begin = 0;
  int count = 0;

  /// What is not there is 0, or `fill`.
  Lanes<T> load(const T* p, const Lanes<T>& fill = Lanes<T>(T{0})) const {
    return load_part(p + begin, count, fill);
  }
  void store(const Lanes<T>& lanes, T* p) const { store_part(lanes, count, p + begin); }
};

/// Calls body(group) for the groups of lanes of an array of n elements: whole ones, then what is
/// left.  An element is treated the same in either.
template <class T, class Body>
inline void for_groups(int n, Body body) {
  int i = 0;
  for (; i + kLanes<T> <= n; i += kLanes<T>) body(WholeGroup<T>{i});
  if (i < n) body(PartGroup<T>{i, n - i});
}

/// a0 b0 a1 b1 ... of the lower (kHalf = 0) or upper (kHalf = 1) halves of a and b.  xsimd's zip
/// does this on the quarters of wide registers, and differently from version to version; the
/// builtin of GCC 12 and clang means the same everywhere.
template <int kHalf, class T>
inline Lanes<T> interleave(const Lanes<T>& a, const Lanes<T>& b) {
  using Register = typename Lanes<T>::register_type;
  return [&]<int... kLane>(std::integer_sequence<int, kLane...>) {
    return Lanes<T>(Register(
        __builtin_shufflevector(Register(a), Register(b),
                                (kHalf * kLanes<T> / 2 + kLane / 2 + (kLane % 2) * kLanes<T>)...)));
  }
  (std::make_integer_sequence<int, kLanes<T>>{});
}

/// One group of lanes each.
template <class T>
using LaneSquare = std::array<Lanes<T>, Lanes<T>::size>;

/// Lane i is the sum of the lanes of groups[i].  For many sums at once this takes two shuffles a
/// sum, and no chain of dependent ones as sum_lanes does.
template <class T, std::size_t kCount>
inline Lanes<T> sum_each(const std::array<Lanes<T>, kCount>& groups) {
  if constexpr (kCount == 1) {
    return groups[0];
  } else {
    // Of two groups, one with lanes of both in turn; so on with half as many groups.
    constexpr std::size_t kHalf = kCount / 2;
    std::array<Lanes<T>, kHalf> merged;
    SACCADE_UNROLL
    for (std::size_t i = 0; i < kHalf; ++i) {
      merged[i] = interleave<0, T>(groups[i], groups[i + kHalf]) +
                  interleave<1, T>(groups[i], groups[i + kHalf]);
    }
    return sum_each<T>(merged);
  }
}

/// Lane i of the result is lane i + kShift, counted round.
template <int kShift, class T>
inline Lanes<T> rotate_lanes(const Lanes<T>& lanes) {
  using Register = typename Lanes<T>::register_type;
  return [&]<int... kLane>(std::integer_sequence<int, kLane...>) {
    return Lanes<T>(Register(__builtin_shufflevector(Register(lanes), Register(lanes),
                                                     ((kLane + kShift) % kLanes<T>)...)));
  }
  (std::make_integer_sequence<int, kLanes<T>>{});
}

/// All lanes joined by `join`, in every lane: halves first, then quarters, and so on.
template <class T, int kShift = kLanes<T> / 2, class Join>
inline Lanes<T> fold_lanes(const Lanes<T>& lanes, Join join) {
  const Lanes<T> joined = join(lanes, rotate_lanes<kShift, T>(lanes));
  if constexpr (kShift == 1) {
    return joined;
  } else {
    return fold_lanes<T, kShift / 2>(joined, join);
  }
}

/// The sum of the lanes, in every lane, with the bits that sum_each gives.
template <class T>
inline Lanes<T> spread_sum(const Lanes<T>& lanes) {
  return fold_lanes<T>(lanes, [](const Lanes<T>& a, const Lanes<T>& b) { return a + b; });
}

/// The sum of the lanes.
template <class T>
inline T sum_lanes(const Lanes<T>& lanes) {
  return typename Lanes<T>::register_type(spread_sum<T>(lanes))[0];
}

/// The largest lane, in every lane.
template <class T>
inline Lanes<T> largest_lane(const Lanes<T>& lanes) {
  return fold_lanes<T>(lanes,
                       [](const Lanes<T>& a, const Lanes<T>& b) { return xsimd::max(a, b); });
}

}  // namespace saccade::nn
