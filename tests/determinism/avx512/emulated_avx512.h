// The intrinsics of AVX-512 that nn, xsimd and Eigen use here, for a processor with AVX2 and FMA:
// each works on two registers of 256 bits.  All of them treat lanes one by one or move them, so
// that the bits are those of AVX-512.  What each does: Intel's Intrinsics Guide.
#pragma once

#include <immintrin.h>

#include <array>
#include <bit>
#include <cstring>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
#pragma GCC diagnostic ignored "-Wpsabi"

/// The intrinsic _mm512_NAME is NAME here.
namespace saccade::testing::avx512 {

inline auto halves(const __m512& a) {
  return std::bit_cast<std::array<__m256, 2>>(a);
}
inline auto halves(const __m512d& a) {
  return std::bit_cast<std::array<__m256d, 2>>(a);
}
inline auto halves(const __m512i& a) {
  return std::bit_cast<std::array<__m256i, 2>>(a);
}

inline __m512 join(__m256 low, __m256 high) {
  return std::bit_cast<__m512>(std::array<__m256, 2>{low, high});
}
inline __m512d join(__m256d low, __m256d high) {
  return std::bit_cast<__m512d>(std::array<__m256d, 2>{low, high});
}
inline __m512i join(__m256i low, __m256i high) {
  return std::bit_cast<__m512i>(std::array<__m256i, 2>{low, high});
}

// NAME of registers of a type is NARROW of their halves.
#define SACCADE_HALVES_1(type, name, narrow)                 \
  inline type name(const type& a) {                          \
    return join(narrow(halves(a)[0]), narrow(halves(a)[1])); \
  }
#define SACCADE_HALVES_2(type, name, narrow)                                             \
  inline type name(const type& a, const type& b) {                                       \
    return join(narrow(halves(a)[0], halves(b)[0]), narrow(halves(a)[1], halves(b)[1])); \
  }
#define SACCADE_HALVES_3(type, name, narrow)                       \
  inline type name(const type& a, const type& b, const type& c) {  \
    return join(narrow(halves(a)[0], halves(b)[0], halves(c)[0]),  \
                narrow(halves(a)[1], halves(b)[1], halves(c)[1])); \
  }
#define SACCADE_FLOATS_AND_DOUBLES(count, name)                 \
  SACCADE_HALVES_##count(__m512, name##_ps, _mm256_##name##_ps) \
      SACCADE_HALVES_##count(__m512d, name##_pd, _mm256_##name##_pd)

SACCADE_FLOATS_AND_DOUBLES(2, add)
SACCADE_FLOATS_AND_DOUBLES(2, sub)
SACCADE_FLOATS_AND_DOUBLES(2, mul)
SACCADE_FLOATS_AND_DOUBLES(2, div)
SACCADE_FLOATS_AND_DOUBLES(2, min)
SACCADE_FLOATS_AND_DOUBLES(2, max)
SACCADE_FLOATS_AND_DOUBLES(1, sqrt)
SACCADE_FLOATS_AND_DOUBLES(3, fmadd)
SACCADE_FLOATS_AND_DOUBLES(3, fnmadd)
SACCADE_HALVES_2(__m512d, unpacklo_pd, _mm256_unpacklo_pd)
SACCADE_HALVES_2(__m512d, unpackhi_pd, _mm256_unpackhi_pd)
SACCADE_HALVES_2(__m512i, add_epi32, _mm256_add_epi32)
SACCADE_HALVES_2(__m512i, add_epi64, _mm256_add_epi64)
SACCADE_HALVES_2(__m512i, and_si512, _mm256_and_si256)
SACCADE_HALVES_2(__m512i, and_epi32, _mm256_and_si256)
SACCADE_HALVES_2(__m512i, and_epi64, _mm256_and_si256)
SACCADE_HALVES_2(__m512i, xor_si512, _mm256_xor_si256)

#undef SACCADE_FLOATS_AND_DOUBLES
#undef SACCADE_HALVES_3
#undef SACCADE_HALVES_2
#undef SACCADE_HALVES_1

inline __m512i slli_epi32(const __m512i& a, unsigned count) {
  const int bits = static_cast<int>(count);
  return join(_mm256_slli_epi32(halves(a)[0], bits), _mm256_slli_epi32(halves(a)[1], bits));
}
inline __m512i slli_epi64(const __m512i& a, unsigned count) {
  const int bits = static_cast<int>(count);
  return join(_mm256_slli_epi64(halves(a)[0], bits), _mm256_slli_epi64(halves(a)[1], bits));
}

inline __m512 set1_ps(float x) {
  return join(_mm256_set1_ps(x), _mm256_set1_ps(x));
}
inline __m512d set1_pd(double x) {
  return join(_mm256_set1_pd(x), _mm256_set1_pd(x));
}
inline __m512i set1_epi32(int x) {
  return join(_mm256_set1_epi32(x), _mm256_set1_epi32(x));
}
inline __m512i set1_epi64(long long x) {
  return join(_mm256_set1_epi64x(x), _mm256_set1_epi64x(x));
}
inline __m512d undefined_pd() {
  return set1_pd(0);
}

inline __m512 castsi512_ps(const __m512i& a) {
  return std::bit_cast<__m512>(a);
}
inline __m512d castsi512_pd(const __m512i& a) {
  return std::bit_cast<__m512d>(a);
}
inline __m512i castps_si512(const __m512& a) {
  return std::bit_cast<__m512i>(a);
}
inline __m512i castpd_si512(const __m512d& a) {
  return std::bit_cast<__m512i>(a);
}

inline __m512i cvttps_epi32(const __m512& a) {
  return join(_mm256_cvttps_epi32(halves(a)[0]), _mm256_cvttps_epi32(halves(a)[1]));
}

inline __m512 loadu_ps(const void* p) {
  __m512 a;
  std::memcpy(&a, p, sizeof a);
  return a;
}
inline __m512d loadu_pd(const void* p) {
  return castsi512_pd(castps_si512(loadu_ps(p)));
}
inline __m512 load_ps(const void* p) {
  return loadu_ps(p);
}
inline __m512d load_pd(const void* p) {
  return loadu_pd(p);
}
inline __m512i load_si512(const void* p) {
  return castps_si512(loadu_ps(p));
}
inline void storeu_ps(void* p, const __m512& a) {
  std::memcpy(p, &a, sizeof a);
}
inline void storeu_pd(void* p, const __m512d& a) {
  std::memcpy(p, &a, sizeof a);
}
inline void store_ps(void* p, const __m512& a) {
  storeu_ps(p, a);
}
inline void store_pd(void* p, const __m512d& a) {
  storeu_pd(p, a);
}

// Lane i has the bit i of a mask, and where that is 0 memory is not touched.

inline __m512 mask_loadu_ps(const __m512& otherwise, __mmask16 mask, const void* p) {
  __m512 a = otherwise;
  for (int i = 0; i < 16; ++i) {
    if ((mask >> i & 1) != 0) a[i] = static_cast<const float*>(p)[i];
  }
  return a;
}
inline __m512d mask_loadu_pd(const __m512d& otherwise, __mmask8 mask, const void* p) {
  __m512d a = otherwise;
  for (int i = 0; i < 8; ++i) {
    if ((mask >> i & 1) != 0) a[i] = static_cast<const double*>(p)[i];
  }
  return a;
}
inline void mask_storeu_ps(void* p, __mmask16 mask, const __m512& a) {
  for (int i = 0; i < 16; ++i) {
    if ((mask >> i & 1) != 0) static_cast<float*>(p)[i] = a[i];
  }
}
inline void mask_storeu_pd(void* p, __mmask8 mask, const __m512d& a) {
  for (int i = 0; i < 8; ++i) {
    if ((mask >> i & 1) != 0) static_cast<double*>(p)[i] = a[i];
  }
}
inline __m512 mask_blend_ps(__mmask16 mask, const __m512& a, const __m512& b) {
  return mask_loadu_ps(a, mask, &b);
}
inline __m512d mask_blend_pd(__mmask8 mask, const __m512d& a, const __m512d& b) {
  return mask_loadu_pd(a, mask, &b);
}

// With a constant that the instruction holds.

template <int kPredicate>
inline __mmask16 cmp_ps_mask(const __m512& a, const __m512& b) {
  const int low = _mm256_movemask_ps(_mm256_cmp_ps(halves(a)[0], halves(b)[0], kPredicate));
  const int high = _mm256_movemask_ps(_mm256_cmp_ps(halves(a)[1], halves(b)[1], kPredicate));
  return static_cast<__mmask16>(low | high << 8);
}
template <int kPredicate>
inline __mmask8 cmp_pd_mask(const __m512d& a, const __m512d& b) {
  const int low = _mm256_movemask_pd(_mm256_cmp_pd(halves(a)[0], halves(b)[0], kPredicate));
  const int high = _mm256_movemask_pd(_mm256_cmp_pd(halves(a)[1], halves(b)[1], kPredicate));
  return static_cast<__mmask8>(low | high << 4);
}

template <int kHow>
inline __m512 roundscale_round_ps(const __m512& a) {
  static_assert(kHow < 16, "to whole numbers alone, not to fractions of them");
  return join(_mm256_round_ps(halves(a)[0], kHow), _mm256_round_ps(halves(a)[1], kHow));
}
template <int kHow>
inline __m512d roundscale_round_pd(const __m512d& a) {
  static_assert(kHow < 16, "to whole numbers alone, not to fractions of them");
  return join(_mm256_round_pd(halves(a)[0], kHow), _mm256_round_pd(halves(a)[1], kHow));
}

template <int kLanes>
inline __m512d shuffle_pd(const __m512d& a, const __m512d& b) {
  return join(_mm256_shuffle_pd(halves(a)[0], halves(b)[0], kLanes & 15),
              _mm256_shuffle_pd(halves(a)[1], halves(b)[1], kLanes >> 4));
}
template <int kHalf>
inline __m256d extractf64x4_pd(const __m512d& a) {
  return halves(a)[kHalf];
}
template <int kHalf>
inline __m512d insertf64x4(const __m512d& a, const __m256d& b) {
  return kHalf == 0 ? join(b, halves(a)[1]) : join(halves(a)[0], b);
}

}  // namespace saccade::testing::avx512

#pragma GCC diagnostic pop
