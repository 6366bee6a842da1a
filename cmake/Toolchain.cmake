# Compiler settings that hold for every room: language level, warnings, processor, sanitizers, ccache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need time stamps and defines out of ccache's sight.  With paths relative to
  # the checkout, another checkout finds what this one has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()

# A target of ours: everything that is compiled in this tree links to it privately.
add_library(saccade_build_flags INTERFACE)
target_compile_options(saccade_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual
  $<$<BOOL:${SACCADE_WERROR}>:-Werror>)
# Clang's -Wconversion asks for a cast of every index.
target_compile_options(saccade_build_flags INTERFACE
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
# False warnings: GCC 12 has them for its own AVX-512 intrinsics (its bug 105593) and strings (its bug 105651), and calls
# the same thing an overflow or a bad index when it comes from a precompiled header; GCC 14, for strings in vectors and
# variants.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  target_compile_options(saccade_build_flags INTERFACE -Wno-maybe-uninitialized -Wno-uninitialized
                         -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
# Never a*b+c made one operation by the compiler: it decides so differently in two copies of one
# function, and the bits of a sample would depend on the batch around it.  Where it pays the source
# says so (multiply_add of nn/kernels/lanes.h).
target_compile_options(saccade_build_flags INTERFACE -ffp-contract=off)
if(SACCADE_ARCH)
  target_compile_options(saccade_build_flags INTERFACE -march=${SACCADE_ARCH})
endif()
if(SACCADE_SANITIZE)
  # xsimd's exp makes an integer of -inf, too, in a lane whose result it does not take.
  add_compile_options(-fsanitize=${SACCADE_SANITIZE} -fno-sanitize-recover=all
                      -fno-sanitize=float-cast-overflow)
  add_link_options(-fsanitize=${SACCADE_SANITIZE})
  # As GCC defines them.
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND SACCADE_SANITIZE MATCHES "address")
    add_compile_definitions(__SANITIZE_ADDRESS__)
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND SACCADE_SANITIZE MATCHES "thread")
    add_compile_definitions(__SANITIZE_THREAD__)
  endif()
endif()
