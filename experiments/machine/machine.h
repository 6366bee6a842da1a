// By what a run was computed: the build of the program and the machine.  It says nothing about
// results, which do not depend on it, and much about times.
#pragma once

#include <string>
#include <string_view>

namespace saccade {

struct Machine {
  std::string compiler;   ///< "GCC 12.2.0".
  std::string simd;       ///< The widest vector instructions that it was built for: "AVX2, FMA".
  std::string processor;  ///< Its name, or the architecture where it has none: "aarch64".
  int cores = 1;          ///< Logical processors that this process may use.
};

Machine this_machine();

/// The value of the first line "model name : VALUE" of a text like /proc/cpuinfo; "" without one.
std::string model_name(std::string_view cpuinfo);

}  // namespace saccade
