// The policies that Saccade and NumPy must agree about.
#pragma once

#include <string>
#include <vector>

namespace saccade::interop {

enum class World { kVarying, kFixed, kPartial, kTwoKinds, kPlaced };  ///< See spaces.h.

struct Case {
  std::string name;                   ///< Of its files: "local-2-cross".
  std::vector<std::string> settings;  ///< "key=value", as after --set.
  World world = World::kVarying;
};

/// Every encoder, kind of attention, option and activation.
std::vector<Case> all_cases();

}  // namespace saccade::interop
