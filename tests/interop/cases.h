// The policies that Saccade and NumPy must agree about.
#pragma once

#include <string>
#include <vector>

namespace saccade::interop {

struct Case {
  std::string name;                   ///< Of its files: "local-2-cross".
  std::vector<std::string> settings;  ///< "key=value", as after --set.
  bool fixed = false;                 ///< Plays in fixed_spec instead of varying_spec.
};

/// Every encoder, kind of attention, option and activation.
std::vector<Case> all_cases();

}  // namespace saccade::interop
