// The texts of a new environment's project, as chosen_text takes them.  @NAME@ stands for its
// id, @CLASS@ for its class, @AGENTS@ for the number of its agents, @SOURCE@ for the source tree
// of this Saccade.
#pragma once

namespace saccade {

inline constexpr const char* kNewEnvBuild = R"TEXT(cmake_minimum_required(VERSION 3.21)
project(@NAME@ LANGUAGES CXX)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# A plug-in needs only Saccade's headers. They come from the installed package (set saccade_DIR if CMake
# does not find it) or, if there is none, from a source tree.
set(SACCADE_SOURCE_DIR "@SOURCE@" CACHE PATH "Saccade's source tree, used if Saccade is not installed")
add_library(@NAME@ MODULE @NAME@.cpp)
target_compile_features(@NAME@ PRIVATE cxx_std_20)
find_package(saccade QUIET)
if(saccade_FOUND)
  target_link_libraries(@NAME@ PRIVATE saccade::env_core)
elseif(EXISTS "${SACCADE_SOURCE_DIR}/envs/core/plugin.h")
  target_include_directories(@NAME@ SYSTEM PRIVATE "${SACCADE_SOURCE_DIR}")
else()
  message(FATAL_ERROR "Saccade not found: install it, or set SACCADE_SOURCE_DIR to its source tree")
endif()
)TEXT";

inline constexpr const char* kNewEnvReadme = R"TEXT(# @NAME@

//@if many
An environment for Saccade: @AGENTS@ walkers on a plain pick up berries. Change `@NAME@.cpp` to make your own.
//@else
An environment for Saccade: a walker on a plain picks up berries. Change `@NAME@.cpp` to make your own.
//@end

    cmake -B build && cmake --build build
    saccade check-env @NAME@ --plugin build/lib@NAME@.so
    saccade train @NAME@ --plugin build/lib@NAME@.so --steps 200000
    saccade watch runs/@NAME@-1

If `saccade` is not on the PATH, write `@SOURCE@/run` instead, or add the directory of the installed
program: `export PATH="PREFIX/bin:$PATH"`. Training prints the name of its run when it begins.

The plug-in is built against the headers of the installed package, if CMake finds one (if not, add
`-Dsaccade_DIR=PREFIX/lib/cmake/saccade`). Without a package it is built against the source tree in
@SOURCE@ (`-DSACCADE_SOURCE_DIR=TREE` names another one).
)TEXT";

}  // namespace saccade
