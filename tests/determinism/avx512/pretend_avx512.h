// Included before all else (-include), this makes a compiler for AVX2 build what it would build for
// AVX-512: xsimd, Eigen and nn choose registers of 512 bits, and each of their intrinsics is the
// emulated one.  An intrinsic that is not emulated does not compile.
//
// With -march=x86-64-v3, and GCC alone: clang passes no registers of 512 bits without AVX-512.
#pragma once

#ifdef __AVX512F__
#error "this processor's own AVX-512 would be used: compile with -march=x86-64-v3"
#endif

#include "emulated_avx512.h"

// What -march=x86-64-v4 defines beyond -march=x86-64-v3.
#define __AVX512F__ 1
#define __AVX512CD__ 1
#define __AVX512DQ__ 1
#define __AVX512BW__ 1
#define __AVX512VL__ 1

#define _mm512_add_ps saccade::testing::avx512::add_ps
#define _mm512_add_pd saccade::testing::avx512::add_pd
#define _mm512_sub_ps saccade::testing::avx512::sub_ps
#define _mm512_sub_pd saccade::testing::avx512::sub_pd
#define _mm512_mul_ps saccade::testing::avx512::mul_ps
#define _mm512_mul_pd saccade::testing::avx512::mul_pd
#define _mm512_div_ps saccade::testing::avx512::div_ps
#define _mm512_div_pd saccade::testing::avx512::div_pd
#define _mm512_min_ps saccade::testing::avx512::min_ps
#define _mm512_min_pd saccade::testing::avx512::min_pd
#define _mm512_max_ps saccade::testing::avx512::max_ps
#define _mm512_max_pd saccade::testing::avx512::max_pd
#define _mm512_sqrt_ps saccade::testing::avx512::sqrt_ps
#define _mm512_sqrt_pd saccade::testing::avx512::sqrt_pd
#define _mm512_fmadd_ps saccade::testing::avx512::fmadd_ps
#define _mm512_fmadd_pd saccade::testing::avx512::fmadd_pd
#define _mm512_fnmadd_ps saccade::testing::avx512::fnmadd_ps
#define _mm512_fnmadd_pd saccade::testing::avx512::fnmadd_pd
#define _mm512_unpacklo_pd saccade::testing::avx512::unpacklo_pd
#define _mm512_unpackhi_pd saccade::testing::avx512::unpackhi_pd
#define _mm512_add_epi32 saccade::testing::avx512::add_epi32
#define _mm512_add_epi64 saccade::testing::avx512::add_epi64
#define _mm512_and_si512 saccade::testing::avx512::and_si512
#define _mm512_and_epi32 saccade::testing::avx512::and_epi32
#define _mm512_and_epi64 saccade::testing::avx512::and_epi64
#define _mm512_xor_si512 saccade::testing::avx512::xor_si512
#define _mm512_slli_epi32 saccade::testing::avx512::slli_epi32
#define _mm512_slli_epi64 saccade::testing::avx512::slli_epi64
#define _mm512_set1_ps saccade::testing::avx512::set1_ps
#define _mm512_set1_pd saccade::testing::avx512::set1_pd
#define _mm512_set1_epi32 saccade::testing::avx512::set1_epi32
#define _mm512_set1_epi64 saccade::testing::avx512::set1_epi64
#define _mm512_undefined_pd saccade::testing::avx512::undefined_pd
#define _mm512_castsi512_ps saccade::testing::avx512::castsi512_ps
#define _mm512_castsi512_pd saccade::testing::avx512::castsi512_pd
#define _mm512_castps_si512 saccade::testing::avx512::castps_si512
#define _mm512_castpd_si512 saccade::testing::avx512::castpd_si512
#define _mm512_cvttps_epi32 saccade::testing::avx512::cvttps_epi32
#define _mm512_loadu_ps saccade::testing::avx512::loadu_ps
#define _mm512_loadu_pd saccade::testing::avx512::loadu_pd
#define _mm512_load_ps saccade::testing::avx512::load_ps
#define _mm512_load_pd saccade::testing::avx512::load_pd
#define _mm512_load_si512 saccade::testing::avx512::load_si512
#define _mm512_storeu_ps saccade::testing::avx512::storeu_ps
#define _mm512_storeu_pd saccade::testing::avx512::storeu_pd
#define _mm512_store_ps saccade::testing::avx512::store_ps
#define _mm512_store_pd saccade::testing::avx512::store_pd
#define _mm512_mask_loadu_ps saccade::testing::avx512::mask_loadu_ps
#define _mm512_mask_loadu_pd saccade::testing::avx512::mask_loadu_pd
#define _mm512_mask_storeu_ps saccade::testing::avx512::mask_storeu_ps
#define _mm512_mask_storeu_pd saccade::testing::avx512::mask_storeu_pd
#define _mm512_mask_blend_ps saccade::testing::avx512::mask_blend_ps
#define _mm512_mask_blend_pd saccade::testing::avx512::mask_blend_pd

// The last argument, where there is one, is a constant.  How exceptions are reported changes no
// bits.
#define _mm512_cmp_ps_mask(a, b, constant) saccade::testing::avx512::cmp_ps_mask<constant>(a, b)
#define _mm512_cmp_pd_mask(a, b, constant) saccade::testing::avx512::cmp_pd_mask<constant>(a, b)
#define _mm512_shuffle_pd(a, b, constant) saccade::testing::avx512::shuffle_pd<constant>(a, b)
#define _mm512_extractf64x4_pd(a, constant) saccade::testing::avx512::extractf64x4_pd<constant>(a)
#define _mm512_insertf64x4(a, b, constant) saccade::testing::avx512::insertf64x4<constant>(a, b)
#define _mm512_roundscale_round_ps(a, constant, exceptions) \
  saccade::testing::avx512::roundscale_round_ps<constant>(a)
#define _mm512_roundscale_round_pd(a, constant, exceptions) \
  saccade::testing::avx512::roundscale_round_pd<constant>(a)
