# Builds for 64-bit Arm on another processor, with Debian's cross compiler; the tests run under qemu.
# tests/aarch64/run fetches the libraries and does all the rest.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CXX_FLAGS_INIT -Wno-psabi)  # Notes on GCC 10's calls of functions, for every pair of numbers.

get_filename_component(aarch64_build "${CMAKE_CURRENT_LIST_DIR}/../build/aarch64" ABSOLUTE)
set(CMAKE_SYSROOT "${aarch64_build}/sysroot")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L "${CMAKE_SYSROOT}")

# Libraries are those of the sysroot, or of this build (a test installs them); programs are this machine's.
set(CMAKE_FIND_ROOT_PATH "${aarch64_build}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
